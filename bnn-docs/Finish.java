// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finishes the site: gives all pages search and diagrams, writes what is searched, and fails if a
 * link leads nowhere.
 *
 * <p>The argument is the folder of the site. Pages of the API reference are linked to and looked
 * for, but left as they are: they bring a search of their own, and javadoc has checked them.
 */
final class Finish {
  private static final String API = "apidocs";
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");
  private static final Pattern MAIN = Pattern.compile("(?s)<main[^>]*>(.*)</main>");
  private static final Pattern TITLE = Pattern.compile("(?s)<h1[^>]*>(.*?)</h1>");

  private static final Pattern MERMAID =
      Pattern.compile(
          "(?s)<pre[^>]*><code class=\"language-mermaid\">(.*?)</code></pre>");
  private static final String DIAGRAM = "class=\"mermaid\"";

  private final Path site;
  private final Map<Path, Set<String>> ids = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  private Finish(Path site) {
    this.site = site;
  }

  public static void main(String[] args) throws IOException {
    new Finish(Path.of(args[0]).toRealPath()).run();
  }

  private void run() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.walk(site)) {
      pages =
          files
              .filter(file -> file.toString().endsWith(".html"))
              .filter(file -> !file.startsWith(site.resolve(API)))
              .sorted()
              .toList();
    }
    List<String> entries = new ArrayList<>();
    for (Path page : pages) {
      String html = withDiagrams(Files.readString(page));
      entries.add(entry(page, html));
      Files.writeString(page, withScripts(page, html));
    }
    Files.writeString(
        site.resolve("site/pages.js"), "const PAGES = [\n" + String.join(",\n", entries) + "\n];\n");
    for (Path page : pages) {
      check(page);
    }
    if (!broken.isEmpty()) {
      System.err.println(broken.size() + " links lead nowhere:");
      broken.forEach(link -> System.err.println("  " + link));
      System.exit(1);
    }
  }

  /** Takes diagrams out of the hands of what colours code. */
  private static String withDiagrams(String html) {
    return MERMAID.matcher(html).replaceAll("<div " + DIAGRAM + ">$1</div>");
  }

  private String withScripts(Path page, String html) {
    String up = page.getParent().relativize(site).toString();
    String base = up.isEmpty() ? "" : up + "/";
    StringBuilder head = new StringBuilder();
    head.append("<link rel=\"stylesheet\" href=\"").append(base).append("site/site.css\">\n");
    head.append("<script>const BASE = \"").append(base).append("\";</script>\n");
    List<String> scripts = new ArrayList<>(List.of("lunr.min.js", "pages.js", "site.js"));
    if (html.contains(DIAGRAM)) {
      scripts.add(0, "mermaid.min.js");
    }
    for (String script : scripts) {
      head.append("<script defer src=\"").append(base).append("site/").append(script);
      head.append("\"></script>\n");
    }
    return html.replaceFirst("</head>", Matcher.quoteReplacement(head + "</head>"));
  }

  private String entry(Path page, String html) {
    Matcher main = MAIN.matcher(html);
    String content = main.find() ? main.group(1) : html;
    Matcher heading = TITLE.matcher(content);
    String title = heading.find() ? text(heading.group(1)) : page.getFileName().toString();
    return "{\"url\": "
        + quoted(site.relativize(page).toString())
        + ", \"title\": "
        + quoted(title)
        + ", \"text\": "
        + quoted(text(content))
        + "}";
  }

  private static String text(String html) {
    return html.replaceAll("(?s)<script.*?</script>|<[^>]+>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#160;", " ")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("</", "<\\/")
        + '"';
  }

  private void check(Path page) throws IOException {
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      String address = link.group(1).replace("&amp;", "&");
      if (!address.matches("(?s)[a-z]+:.*|//.*")) {
        check(page, address);
      }
    }
  }

  private void check(Path page, String address) throws IOException {
    URI uri = URI.create(address);
    String path = uri.getPath();
    Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (Files.isDirectory(file)) {
      file = file.resolve("index.html");
    }
    if (!Files.isRegularFile(file)) {
      broken.add(site.relativize(page) + ": " + address);
    } else if (uri.getFragment() != null
        && !uri.getFragment().isEmpty()
        && file.toString().endsWith(".html")
        && !ids(file).contains(uri.getFragment())) {
      broken.add(site.relativize(page) + ": " + address + " (no such place on the page)");
    }
  }

  private Set<String> ids(Path file) throws IOException {
    Set<String> known = ids.get(file);
    if (known == null) {
      known = new HashSet<>();
      Matcher id = ID.matcher(Files.readString(file, StandardCharsets.UTF_8));
      while (id.find()) {
        known.add(id.group(1));
      }
      ids.put(file, known);
    }
    return known;
  }
}
