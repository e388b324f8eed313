# Finds the JDK and builds the library with it. Sourced by environment/workbook and environment/models.

# Sets java, java_version and JAVA_HOME, so that Maven, the compiler and the kernel use the same JDK.
find_java() {
    java=java
    [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
    settings=$("$java" -XshowSettings:properties -version 2>&1) || fail "no Java found (looked for '$java'):
install a JDK 17 or newer (Debian: apt-get install default-jdk-headless) or set JAVA_HOME"
    specification=$(say "$settings" | sed -n 's/^ *java.specification.version = //p')
    java_version=${specification%%.*}
    JAVA_HOME=$(say "$settings" | sed -n 's/^ *java.home = //p')
    export JAVA_HOME
    java=$JAVA_HOME/bin/java
    [ "${java_version:-0}" -ge 17 ] || fail "Java ${specification:-of unknown version} in $JAVA_HOME is too old:
install a JDK 17 or newer or set JAVA_HOME to one"
    "$java" --list-modules | grep -q '^jdk.jshell@' && [ -x "$JAVA_HOME/bin/javac" ] || fail "$JAVA_HOME is a Java runtime without compiler:
install the JDK (Debian: apt-get install openjdk-$java_version-jdk-headless)"
}

# Builds lib/syntic-workbook.jar and what it needs beside it, unless it is newer than all sources.
build_library() {
    jar=lib/syntic-workbook.jar
    gpu=''
    # With SYNTIC_GPU set, PyTorch's CUDA libraries take the place of those for the CPU.
    if [ -n "${SYNTIC_GPU:-}" ]; then
        gpu=-Pgpu
        ls lib/pytorch-native-cu*.jar >/dev/null 2>&1 || rm -f "$jar"
    fi
    if [ -f "$jar" ] && [ -z "$(find pom.xml src/main -newer "$jar" -print | head -n 1)" ]; then
        return 0
    fi
    command -v mvn >/dev/null || fail "no Maven found: install it (Debian: apt-get install maven)"
    say "building the library (Maven; the first time it downloads about 240 MB)"
    mvn -B -q $gpu -Dstyle.color=never -Dmaven.test.skip=true package || fail "the build failed; its messages are above"
    touch "$jar"
}
