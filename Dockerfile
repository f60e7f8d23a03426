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
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/mooring
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/schema schema
COPY --from=build /build/dist dist
RUN ln -s /opt/mooring/dist/main.js /usr/local/bin/moor

# Nothing is written outside /tmp: the container runs with a read-only root file system and a tmpfs there.
ENV NODE_ENV=production TMPDIR=/tmp
USER node
WORKDIR /repository
HEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD ["moor", "--version"]
ENTRYPOINT ["moor"]
CMD ["--help"]
