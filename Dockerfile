# docker build -t ostiary . && docker run -p 3000:3000 -v ostiary:/app/var -e BASE_URL=https://help.example.org ostiary
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY tsconfig*.json ./
COPY scripts scripts
COPY migrations migrations
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps MALLOC_ARENA_MAX=1 HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY scripts/check-health.mjs scripts/
COPY views views
COPY public public
# The only folder that is written to: the SQLite file, attachments and the secret key, unless settings name other places.
RUN mkdir var && chown node:node var
VOLUME /app/var
USER node
EXPOSE 3000
HEALTHCHECK --start-period=30s CMD ["node", "scripts/check-health.mjs"]
CMD ["node", "dist/server.js"]
