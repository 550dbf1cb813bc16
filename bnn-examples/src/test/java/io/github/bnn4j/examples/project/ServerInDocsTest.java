// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.bnn4j.images.PictureClassifier;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of docs/servers.md runs as it stands there. */
class ServerInDocsTest {
  private static final int CALLERS = 200;

  @TempDir private Path classes;
  private URLClassLoader loader;
  private HttpServer server;
  private URI address;

  @BeforeEach
  void startTheServerOfThePage() throws Exception {
    String code =
        CodeBlock.in("java")
            .map(CodeBlock::code)
            .filter(it -> it.contains("class Server "))
            .findFirst()
            .orElseThrow();
    assertThat(new JavaInDocs(code).compile(classes)).isEmpty();
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    Method start = loader.loadClass("Server").getDeclaredMethod("start", int.class);
    start.setAccessible(true);
    server = (HttpServer) start.invoke(null, 0);
    address = URI.create("http://localhost:" + server.getAddress().getPort() + "/classify");
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    loader.close();
  }

  @Test
  void twoHundredCallersAtOnceGetTheAnswerOfOne() throws IOException {
    byte[] picture = picture();
    String alone =
        PictureClassifier.of(PretrainedWeights.NIN_XNOR.load())
            .classify(new ByteArrayInputStream(picture), 3)
            .toString();
    HttpClient client = HttpClient.newHttpClient();

    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      answers.add(client.sendAsync(post(picture), HttpResponse.BodyHandlers.ofString()));
    }

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(alone));
  }

  @Test
  void whatIsNoPictureIsSaidToBe() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(post(new byte[100]), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isNotBlank().doesNotContain("Exception");
  }

  private HttpRequest post(byte[] body) {
    return HttpRequest.newBuilder(address)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 32 * 32; i++) {
      image.setRGB(i % 32, i / 32, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
