# syntax=docker/dockerfile:1

FROM node:26-trixie-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.js scripts/
COPY src src
COPY schema schema
RUN npm run build && npm prune --omit=dev

FROM node:26-trixie-slim
LABEL org.opencontainers.image.title="Mooring" \
  org.opencontainers.image.description="Keeps AWS accounts moored to Git" \
  org.opencontainers.image.licenses="Apache-2.0"
# git fetches, ssh and gpg check who signed; tini passes signals on and reaps what git leaves behind.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git gnupg openssh-client tini \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner=node --group=node --mode=0700 /var/lib/mooring
WORKDIR /opt/mooring
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/schema schema
COPY --from=build /build/dist dist
RUN ln -s /opt/mooring/dist/main.js /usr/local/bin/moor

# Nothing is written outside of these two, so the root file system may be read-only. Both may be lost without harm.
VOLUME ["/var/lib/mooring", "/tmp"]
ENV NODE_ENV=production TMPDIR=/tmp
USER node
WORKDIR /repository
EXPOSE 8080
# For `moor agent`, which answers here wherever else it listens. For a single command, docker run --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=5 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "moor"]
CMD ["--help"]
