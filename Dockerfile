# Built from the packed package: npm run package && docker build -t dossier .
# Run on the folder at hand: docker run --rm -v "$PWD:/work" dossier check
FROM node:24-slim
COPY out/dossier-ls-*.tgz /tmp/
RUN npm install --global --offline --no-audit --no-fund /tmp/dossier-ls-*.tgz && rm /tmp/dossier-ls-*.tgz
USER node
WORKDIR /work
ENTRYPOINT ["dossier"]
CMD ["check"]
