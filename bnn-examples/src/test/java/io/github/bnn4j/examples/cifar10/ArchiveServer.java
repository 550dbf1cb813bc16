// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.codec.digest.DigestUtils;

/** A web server on this machine with one file, which can break off and knows range requests. */
final class ArchiveServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final byte[] content;
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private volatile int breakAfter = Integer.MAX_VALUE;
  private volatile boolean knowsRanges = true;
  private volatile boolean stalls;
  private final CountDownLatch closed = new CountDownLatch(1);

  ArchiveServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/archive", this::answer);
    server.start();
  }

  Download download() {
    return new Download(address("/archive"), md5());
  }

  URI address(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  String md5() {
    return DigestUtils.md5Hex(content);
  }

  /** The Range header of each request, "" where there was none. */
  List<String> ranges() {
    return ranges;
  }

  void breakAfter(int bytes) {
    breakAfter = bytes;
  }

  void heal() {
    breakAfter = Integer.MAX_VALUE;
  }

  /** Lets connections stand after they broke off, without an end. */
  void stallAfter(int bytes) {
    breakAfter = bytes;
    stalls = true;
  }

  void forgetRanges() {
    knowsRanges = false;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    boolean partial = range != null && knowsRanges;
    int from = partial ? Integer.parseInt(range.replaceAll("[^0-9]", "")) : 0;
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      exchange.sendResponseHeaders(partial ? 206 : 200, content.length - from);
      exchange.getResponseBody().write(content, from, Math.min(content.length - from, breakAfter));
      exchange.getResponseBody().flush();
      if (stalls) {
        awaitClose();
      }
    }
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
