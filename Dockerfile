# One image for every service of Vivero; compose says which program each container runs.
FROM node:24-slim AS dependencies
WORKDIR /vivero
COPY package.json package-lock.json .npmrc ./
COPY apps/gateway/package.json apps/gateway/
COPY apps/generation-service/package.json apps/generation-service/
COPY apps/catalog-service/package.json apps/catalog-service/
COPY apps/llm-simulator/package.json apps/llm-simulator/
COPY apps/unleash/package.json apps/unleash/
COPY apps/web/package.json apps/web/
COPY packages/answer-reader/package.json packages/answer-reader/
COPY packages/contracts/package.json packages/contracts/
COPY packages/database/package.json packages/database/
COPY packages/flags/package.json packages/flags/
COPY packages/local-stack/package.json packages/local-stack/
COPY packages/service-kit/package.json packages/service-kit/
COPY scripts/package.json scripts/

# The builder of the pages is made of native parts, which are optional packages.
FROM dependencies AS pages
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build -w @vivero/web

FROM dependencies AS runtime-dependencies
# The image brings its own Node.js and the official PostgreSQL and Unleash run beside it: nothing optional is needed.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /vivero
COPY --from=runtime-dependencies /vivero /vivero
COPY . .
COPY --from=pages /vivero/apps/web/dist apps/web/dist
USER node
CMD ["node", "apps/gateway/src/main.ts"]
