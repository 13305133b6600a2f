//! A digest that names things alike on every machine: FNV-1a, 64 bits (Fowler, Noll and Vo). Not for secrets.

/// The digest of some bytes.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
