# The workbook in a container: the same commands as on a machine of one's own. The README says how to run it.
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends default-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*

# Binder builds with its own values of these two.
ARG NB_USER=reader
ARG NB_UID=1000
ENV NB_USER=$NB_USER NB_UID=$NB_UID HOME=/home/$NB_USER
RUN useradd --create-home --uid $NB_UID $NB_USER
WORKDIR $HOME/syntic
COPY . .

# As root the set-up takes Jupyter from Debian; what it makes belongs to the reader. Maven's repository is in the home
# folder of root, whatever HOME says.
RUN environment/workbook --setup-only --open \
    && rm -rf /var/lib/apt/lists/* /root/.m2 \
    && chown -R $NB_USER: $HOME
ENV JUPYTER_PATH=$HOME/syntic/target/jupyter

USER $NB_USER
EXPOSE 8888
CMD ["environment/workbook", "--open", "--", "--ip=0.0.0.0", "--no-browser"]
