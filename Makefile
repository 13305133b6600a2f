# make demo   solve the shipped school and write its plan, workbook and pages to demo/
# make test   every test
# make bench  the benches on fixed work, and the table of quality

.PHONY: demo test bench tools

demo: tools
	cargo build --release
	./target/release/paipian demo --out demo

test: tools
	cargo test --release

bench: tools
	cargo bench

# HiGHS is compiled from source: that takes a C++ compiler, cmake, and libclang with its headers.
tools:
	@missing=""; \
	command -v c++ >/dev/null || missing="$$missing g++"; \
	command -v cmake >/dev/null || missing="$$missing cmake"; \
	find /usr/lib /usr/lib64 /usr/local/lib \( -name 'libclang.so*' -o -name 'libclang-[0-9]*.so*' \) 2>/dev/null \
		| grep -q . || missing="$$missing libclang-dev"; \
	if [ -n "$$missing" ]; then \
		sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		echo "installing:$$missing"; \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing; \
	fi
