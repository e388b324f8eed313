# Finds a Python that has Jupyter's parts, or installs them. Sourced by environment/workbook.

venv=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/syntic/jupyter
setup_log=$root/target/setup.log

# find_jupyter MODULE...: sets python to one that has these modules
find_jupyter() {
    look_for_python "$@" && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        install_with_apt "$@"
    else
        install_with_pip "$@"
    fi
    look_for_python "$@" || fail "Jupyter was installed but does not load: see $setup_log"
}

# An active conda environment is meant. Debian's own interpreter comes before the one on the PATH: that is where its
# packages are.
look_for_python() {
    for python in "${SYNTIC_PYTHON:-}" "${CONDA_PREFIX:+$CONDA_PREFIX/bin/python}" "$venv/bin/python" /usr/bin/python3 python3; do
        if [ -n "$python" ] && has_modules "$@"; then
            # The tests of the kernel use the same interpreter.
            command -v "$python" > target/jupyter/python || fail "cannot write $root/target/jupyter/python"
            return 0
        fi
    done
    return 1
}

has_modules() {
    command -v "$python" >/dev/null && "$python" -c '
import sys
from importlib.util import find_spec
sys.exit(any(find_spec(module) is None for module in sys.argv[1:]))' "$@" 2>/dev/null
}

install_with_apt() {
    case " $* " in
        *" notebook "*) packages=jupyter-notebook ;;
        *) packages="jupyter-nbconvert python3-nbclient fontconfig" ;;
    esac
    say "installing Jupyter (apt-get: $packages)"
    # The lists of packages are fetched only where they are missing or too old.
    # shellcheck disable=SC2086
    apt_install $packages || { apt-get -q update >>"$setup_log" 2>&1; apt_install $packages; } || {
        tail -n 2 "$setup_log" >&2
        fail "apt-get could not install $packages: is the network there, is the disk full? The full log is $setup_log"
    }
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends "$@" >>"$setup_log" 2>&1 </dev/null
}

install_with_pip() {
    command -v python3 >/dev/null || fail "no Python found: install Python 3 with its venv module
(Debian or Ubuntu: sudo apt-get install python3-venv)"
    python3 -c 'import ensurepip, venv' 2>/dev/null || fail "$(command -v python3) cannot make environments for pip:
install its venv module (Debian or Ubuntu: sudo apt-get install python3-venv)
or Jupyter itself (sudo apt-get install jupyter-nbconvert python3-nbclient), then run this again"
    say "installing Jupyter into $venv (pip)"
    requirements=environment/requirements.txt
    case " $* " in *" notebook "*) requirements=environment/requirements-server.txt ;; esac
    # What an attempt that failed left there has no pip, and is made anew.
    { "$venv/bin/python" -m pip --version || python3 -m venv --clear "$venv"; } >>"$setup_log" 2>&1 &&
        "$venv/bin/python" -m pip install -q -r "$requirements" >>"$setup_log" 2>&1 || {
        tail -n 5 "$setup_log" >&2
        fail "Jupyter could not be installed with pip (the full log is $setup_log).
Install nbclient and nbconvert in any Python yourself and set SYNTIC_PYTHON to it;
on Debian or Ubuntu: sudo apt-get install jupyter-nbconvert python3-nbclient"
    }
}
