// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the JDK that compiles a module's {@code src/main/javaN} and runs its tests in the vector
 * lane: the one that runs Maven if it is new enough, else the newest installed. The build runs it
 * in every module; arguments are the module's folder, the properties file to write, and whether to
 * fail when there is no such JDK.
 *
 * <p>Properties: {@code vector.java} (the executable, when a JDK was found), {@code vector.skip},
 * {@code versioned.javac}, {@code versioned.release} (N) and {@code versioned.skip}.
 */
final class FindJdk {
  /** The first release whose Vector API counts bits and which has long-term support. */
  private static final int FIRST_VECTOR_RELEASE = 21;

  private record Jdk(Path home, Runtime.Version version, boolean hasVectorApi) {}

  private FindJdk() {}

  public static void main(String[] args) throws IOException {
    Path module = Path.of(args[0]);
    Path output = Path.of(args[1]);
    Optional<Integer> release = versionedRelease(module.resolve("src/main"));
    int needed = release.orElse(FIRST_VECTOR_RELEASE);
    Optional<Jdk> jdk = find(needed);
    if (jdk.isEmpty() && Boolean.parseBoolean(args[2])) {
      System.err.printf(
          "a release needs JDK %d or later for the fast kernels: install one%n", needed);
      System.exit(1);
    }

    Properties found = new Properties();
    found.setProperty("vector.skip", String.valueOf(jdk.isEmpty()));
    found.setProperty("versioned.skip", String.valueOf(jdk.isEmpty() || release.isEmpty()));
    found.setProperty("versioned.release", String.valueOf(needed));
    jdk.ifPresent(it -> found.setProperty("vector.java", executable(it, "java").toString()));
    jdk.ifPresent(it -> found.setProperty("versioned.javac", executable(it, "javac").toString()));
    Files.createDirectories(output.getParent());
    try (Writer writer = Files.newBufferedWriter(output)) {
      found.store(writer, null);
    }
    System.out.println(
        jdk.map(it -> "vector lane: JDK " + it.version() + " at " + it.home())
            .orElse(
                "no JDK %d or later found: scalar code only, the vector lane is skipped"
                    .formatted(needed)));
  }

  /** The N of the module's {@code src/main/javaN}. */
  private static Optional<Integer> versionedRelease(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(sources)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("java\\d+"))
          .map(name -> Integer.valueOf(name.substring("java".length())))
          .max(Comparator.naturalOrder());
    }
  }

  private static Optional<Jdk> find(int needed) {
    Optional<Jdk> own = jdk(Path.of(System.getProperty("java.home")));
    if (own.filter(it -> serves(it, needed)).isPresent()) {
      return own;
    }
    return homes().stream()
        .flatMap(home -> jdk(home).stream())
        .filter(it -> serves(it, needed))
        .max(Comparator.comparing(Jdk::version));
  }

  private static boolean serves(Jdk jdk, int needed) {
    return jdk.version().feature() >= needed && jdk.hasVectorApi();
  }

  private static Optional<Jdk> jdk(Path home) {
    Properties release = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
      String version = unquoted(release, "JAVA_VERSION").replace('_', '+');
      List<String> modules = List.of(unquoted(release, "MODULES").split(" "));
      Jdk jdk =
          new Jdk(home, Runtime.Version.parse(version), modules.contains("jdk.incubator.vector"));
      return Optional.of(jdk).filter(it -> Files.isExecutable(executable(it, "javac")));
    } catch (IOException | IllegalArgumentException noJdk) {
      return Optional.empty();
    }
  }

  private static String unquoted(Properties release, String key) {
    return release.getProperty(key, "").replace("\"", "");
  }

  private static Path executable(Jdk jdk, String name) {
    String suffix = System.getProperty("os.name").startsWith("Windows") ? ".exe" : "";
    return jdk.home().resolve("bin").resolve(name + suffix);
  }

  /** JAVA_HOME and its like (CI services set JAVA_HOME_25_X64), then the usual folders. */
  private static List<Path> homes() {
    List<Path> homes =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
            .map(Map.Entry::getValue)
            .filter(value -> !value.isBlank())
            .map(Path::of)
            .collect(Collectors.toCollection(ArrayList::new));
    String user = System.getProperty("user.home");
    Stream.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:/Program Files/Java"),
            Path.of("C:/Program Files/Eclipse Adoptium"),
            Path.of(user, ".jdks"),
            Path.of(user, ".sdkman/candidates/java"))
        .flatMap(FindJdk::children)
        .forEach(homes::add);
    return homes;
  }

  private static Stream<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")))
          .sorted()
          .toList()
          .stream();
    } catch (IOException unreadable) {
      return Stream.empty();
    }
  }
}
