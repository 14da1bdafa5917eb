# One binary in an image that has nothing else to run. deploy/README.md says how to start it.

FROM rust:1-bookworm AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates curl xz-utils \
 && curl --fail --silent --show-error --location https://deb.nodesource.com/setup_22.x | bash - \
 && apt-get install --yes --no-install-recommends nodejs \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /sockbox
COPY . .
RUN cargo xtask build

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /sockbox/target/release/sockbox /usr/local/bin/sockbox
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/sockbox"]
# Rooms apart, or no start: a container that was not given the rights says which.
CMD ["serve", "--listen", "0.0.0.0:8080", "--isolation", "required"]
