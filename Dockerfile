# The emulator as a container: `docker build --tag worklink-emulator .`

# The full image has what better-sqlite3 may have to be compiled with.
FROM node:22-bookworm AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY bin ./bin
COPY scripts ./scripts
COPY src ./src
COPY tsconfig.json oclif.manifest.json README.md CHANGELOG.md LICENSE NOTICE ./
RUN npm run build && npm prune --omit=dev --ignore-scripts

# The same Debian, so that what was compiled above runs here.
FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /build/package.json /build/oclif.manifest.json /build/README.md /build/CHANGELOG.md /build/LICENSE /build/NOTICE ./
COPY --from=build /build/bin/run.js ./bin/run.js
COPY --from=build /build/dist ./dist
COPY --from=build /build/node_modules ./node_modules
RUN ln -s /app/bin/run.js /usr/local/bin/worklink && chmod 0755 /app/bin/run.js \
  && mkdir -p /data && chown node:node /data && chmod 0700 /data

# The state outlives the container in a volume. Clients name the emulator as its container or service is named: add
# yours, separated by commas, with --env WORKLINK_ALLOW_HOST=…
ENV WORKLINK_STATE=/data/emulator.db \
  WORKLINK_HOST=0.0.0.0 \
  WORKLINK_PORT=4580 \
  WORKLINK_ALLOW_HOST=worklink,worklink-emulator,emulator,host.docker.internal
VOLUME ["/data"]
EXPOSE 4580
USER node
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WORKLINK_PORT}/_worklink/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/run.js"]
CMD ["emulator", "start"]
