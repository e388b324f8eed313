# The workbook in a container: the same commands as on a machine of one's own.
#   docker build -t syntic .
#   docker run --rm -p 127.0.0.1:8888:8888 syntic        the notebook server; its log tells the address
#   docker run --rm syntic environment/workbook           the main job
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*

ENV NB_USER=reader NB_UID=1000 HOME=/home/reader
RUN useradd --create-home --uid $NB_UID $NB_USER
WORKDIR /home/reader/syntic
COPY . .

# As root the set-up takes Jupyter from Debian; what it makes belongs to the reader.
RUN environment/workbook --setup-only --open \
    && rm -rf /var/lib/apt/lists/* ~/.m2 \
    && chown -R $NB_USER: /home/reader
ENV JUPYTER_PATH=/home/reader/syntic/target/jupyter

USER $NB_USER
EXPOSE 8888
CMD ["environment/workbook", "--open", "--", "--ip=0.0.0.0", "--no-browser"]
