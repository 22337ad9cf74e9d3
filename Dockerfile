# The service, and the laptop demo. docs/image.md gives the reason for each decision.
#
#   docker build -t caravan .                                  the service
#   docker build -t caravan:local --target caravan-local .     everything on one machine, no AWS
ARG JAVA=25

# Builds with Maven; a cache mount keeps the Maven repository between builds.
FROM maven:3.9-eclipse-temurin-${JAVA} AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
COPY src/local src/local
RUN --mount=type=cache,target=/root/.m2/repository \
    mvn -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip=true package
COPY src/image/class-path /usr/local/bin/
COPY src/image/local.options ./
RUN class-path target/caravan.jar target/lib > service.options \
 && class-path target/caravan.jar target/lib target/caravan-local.jar target/lib-local >> local.options

# The JRE, a user that is not root, and the files that rarely change.
FROM eclipse-temurin:${JAVA}-jre AS runtime
RUN groupadd --gid 10001 caravan \
 && useradd --uid 10001 --gid caravan --create-home --shell /usr/sbin/nologin caravan
COPY --from=build /build/target/lib /opt/caravan/app/lib
COPY --from=build /build/target/caravan.jar /opt/caravan/app/
COPY --from=build /build/service.options /opt/caravan/
COPY --from=build /build/target/licences/THIRD-PARTY.txt /opt/caravan/
COPY LICENSE src/image/java.options /opt/caravan/
COPY --chmod=755 src/image/caravan /usr/local/bin/
COPY routes /opt/caravan/routes

# Adds the laptop AWS, which the service image never contains.
FROM runtime AS laptop
COPY --from=build /build/target/lib-local /opt/caravan/app/lib-local
COPY --from=build /build/target/caravan-local.jar /opt/caravan/app/
COPY --from=build /build/local.options /opt/caravan/

# Starts both as they will run, makes pictures with them, stops them, and keeps the AOT caches that the JVM wrote.
FROM laptop AS train
COPY --chmod=755 src/image/train /usr/local/bin/
RUN train local
RUN CARAVAN_LOG_FORMAT=json train service

FROM laptop AS caravan-local
COPY --from=train /opt/caravan/local.aot /opt/caravan/
ENV CARAVAN_IMAGE=local
RUN install --directory --owner=10001 --group=10001 /data
VOLUME /data
USER 10001:10001
WORKDIR /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["caravan", "health"]
ENTRYPOINT ["caravan"]
CMD ["local", "--http-host", "0.0.0.0", "--data", "/data"]
LABEL org.opencontainers.image.title="Caravan, local" \
      org.opencontainers.image.description="Prompts to pictures on one machine: SQS, S3 and a Bedrock that draws" \
      org.opencontainers.image.licenses="Apache-2.0"

# docker build makes the last stage by default.
FROM runtime AS caravan
ENV CARAVAN_LOG_FORMAT=json
COPY --from=train /opt/caravan/service.aot /opt/caravan/
USER 10001:10001
WORKDIR /opt/caravan
EXPOSE 8080 9876
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["caravan", "health"]
ENTRYPOINT ["caravan"]
CMD ["serve"]
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Caravan" \
      org.opencontainers.image.description="Takes prompts to Amazon Bedrock and stores the results in S3" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
