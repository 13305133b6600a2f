//! probe
use paipian::bound::Prices;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let n: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let known: i64 = std::env::args().nth(3).unwrap().parse().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let problem = paipian::load::problem(&text).unwrap().1;
    let t = std::time::Instant::now();
    let mut prices = Prices::new(&problem);
    println!("built {:?} {} prices", t.elapsed(), prices.len());
    for k in 0..n {
        let go = prices.raise(known);
        if k % (n / 20) == 0 || !go { println!("{k} {:?} bound {:?}", t.elapsed(), prices.bound()); }
        if !go { break }
    }
    println!("{:?} bound {:?}", t.elapsed(), prices.bound());
}
