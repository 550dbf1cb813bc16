// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the sources of the site from the Markdown files of the repository: README.md becomes
 * index.md, and what is in docs lies beside it. Links between pages become links between the pages
 * of the site, links to other files lead to the repository, and headings get the anchors that they
 * have there.
 *
 * <p>Arguments are the folder of the repository, the folder to write to, and the address of the
 * repository.
 */
final class Pages {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.+)");

  private final Path root;
  private final Path target;
  private final String repository;
  private final TreeMap<Path, Path> pages = new TreeMap<>();

  private Pages(Path root, Path target, String repository) {
    this.root = root;
    this.target = target;
    this.repository = repository;
  }

  public static void main(String[] args) throws IOException {
    new Pages(Path.of(args[0]).toRealPath(), Path.of(args[1]), args[2]).write();
  }

  private void write() throws IOException {
    pages.put(root.resolve("README.md"), Path.of("index.md"));
    pages.put(root.resolve("CHANGELOG.md"), Path.of("CHANGELOG.md"));
    pages.put(root.resolve("CONTRIBUTING.md"), Path.of("CONTRIBUTING.md"));
    Path docs = root.resolve("docs");
    List<Path> others = new ArrayList<>();
    for (Path file : files(docs)) {
      if (file.startsWith(docs.resolve("api"))) {
        continue;
      }
      if (file.toString().endsWith(".md")) {
        pages.put(file, docs.relativize(file));
      } else {
        others.add(file);
      }
    }
    for (Path source : pages.keySet()) {
      Path page = target.resolve("markdown").resolve(pages.get(source));
      Files.createDirectories(page.getParent());
      Files.writeString(page, page(source));
    }
    for (Path file : others) {
      Path copy = target.resolve("resources").resolve(docs.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.write(copy, Files.readAllBytes(file));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String page(Path source) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean code = false;
    for (String line : Files.readAllLines(source)) {
      boolean fence = line.startsWith("```");
      code ^= fence;
      if (code || fence) {
        text.append(line).append('\n');
        continue;
      }
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        text.append("<a id=\"").append(slug(heading.group(1))).append("\"></a>\n\n");
      }
      text.append(LINK.matcher(line).replaceAll(link -> link(source, link))).append('\n');
    }
    return text.toString();
  }

  /** The anchor that GitHub gives to a heading. */
  private static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  private String link(Path source, MatchResult match) {
    String[] parts = match.group(1).split("#", 2);
    String anchor = parts.length == 2 ? "#" + parts[1] : "";
    boolean elsewhere = parts[0].isEmpty() || parts[0].matches("[a-z]+:.*");
    String address =
        elsewhere ? parts[0] : address(source, source.resolveSibling(parts[0]).normalize());
    return Matcher.quoteReplacement("](" + address + anchor + ")");
  }

  private String address(Path source, Path file) {
    Path docs = root.resolve("docs");
    Path folder = Optional.ofNullable(pages.get(source).getParent()).orElse(Path.of(""));
    Path page = Files.isDirectory(file) ? file.resolve("README.md") : file;
    if (pages.containsKey(page)) {
      String name = folder.relativize(pages.get(page)).toString();
      return name.substring(0, name.length() - ".md".length()) + ".html";
    }
    return file.startsWith(docs) && Files.isRegularFile(file)
        ? folder.relativize(docs.relativize(file)).toString()
        : repository + "/blob/main/" + root.relativize(file);
  }
}
