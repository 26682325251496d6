# Common commands; `just` lists them.

_default:
    @just --list

# Build the bundled articles and write every export.
demo:
    cargo run --release -- demo

# Tests, all or those whose name contains FILTER.
test FILTER="":
    cargo test {{FILTER}}

# Format and lint.
lint:
    cargo fmt
    cargo clippy --all-targets --locked -- -D warnings

# Run the examples of the ontology.
check:
    cargo run --release -- check ontology/

# What is run before a merge.
ci:
    .ci/run

# Rewrite the expected results of data-driven tests.
expect FILTER="":
    UPDATE_EXPECT=1 cargo test {{FILTER}}
