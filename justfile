# Short names for what a change must pass; `.ci/run` does all of it.

# format, lints, tests, docs
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test
    RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --no-deps --document-private-items

# licences, spelling
care:
    cargo deny check
    typos

# the files that are made from the program
generate:
    cargo run -- generate

# what a user sees, rewritten as it is: read the difference
stories:
    PAIBAN_UPDATE=1 cargo test --test it commands::

# the seed's pages as pictures, in target/pages
pages:
    cargo run --release -- convert seeds/000_f2a4da441792f317.txt
    mkdir -p target/pages
    pdftoppm -r 110 -png output/000_f2a4da441792f317.pdf target/pages/page
