# One image for every service of Vivero; compose says which program each container runs.
FROM node:24-slim AS dependencies
WORKDIR /vivero
COPY package.json package-lock.json .npmrc ./
COPY apps/gateway/package.json apps/gateway/
COPY apps/generation-service/package.json apps/generation-service/
COPY apps/catalog-service/package.json apps/catalog-service/
COPY apps/llm-simulator/package.json apps/llm-simulator/
COPY apps/unleash/package.json apps/unleash/
COPY packages/answer-reader/package.json packages/answer-reader/
COPY packages/contracts/package.json packages/contracts/
COPY packages/database/package.json packages/database/
COPY packages/flags/package.json packages/flags/
COPY packages/local-stack/package.json packages/local-stack/
COPY packages/service-kit/package.json packages/service-kit/
COPY scripts/package.json scripts/
# The image brings its own Node.js and the official PostgreSQL and Unleash run beside it: nothing optional is needed.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /vivero
COPY --from=dependencies /vivero /vivero
COPY . .
USER node
CMD ["node", "apps/gateway/src/main.ts"]
