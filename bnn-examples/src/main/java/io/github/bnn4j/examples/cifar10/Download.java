// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.examples.io.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * One file on the web with a known checksum.
 *
 * <p>Bytes go to a {@code .part} file beside the target. A broken transfer goes on from there by an
 * HTTP range request; the target appears, in one move, only after its checksum was right.
 *
 * @param address where it is
 * @param md5 its MD5 in lower-case hexadecimal digits, the checksum its publisher gives
 */
record Download(URI address, String md5) {
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Fetches the file.
   *
   * @throws DataSetException if the server is out of reach or says no, the transfer breaks, or the
   *     checksum is wrong
   */
  void to(Path target, DownloadProgress progress) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      transfer(part, progress);
      String actual = md5Of(part);
      if (!actual.equals(md5)) {
        Files.delete(part);
        throw new DataSetException(
            address
                + " gave a file with MD5 "
                + actual
                + " instead of "
                + md5
                + "; it was deleted.");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DataSetException(
          address
              + " could not be downloaded ("
              + IoProblem.describe(e)
              + "). Run again to go on where it stopped, or download it elsewhere, unpack it and"
              + " name the directory with --data.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataSetException("The download of " + address + " was interrupted.", e);
    }
  }

  private void transfer(Path part, DownloadProgress progress)
      throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case OK -> append(body, part, 0, length(response, 0), progress);
        case PARTIAL_CONTENT -> append(body, part, have, length(response, have), progress);
        case RANGE_NOT_SATISFIABLE -> {
          // the part is already whole, or of another file: the checksum will tell
        }
        default -> throw new IOException("the server answered " + response.statusCode());
      }
    }
  }

  private static long length(HttpResponse<?> response, long have) {
    long rest = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    return rest < 0 ? -1 : have + rest;
  }

  private static void append(
      InputStream body, Path part, long have, long total, DownloadProgress progress)
      throws IOException {
    StandardOpenOption mode =
        have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    long done = have;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        out.write(buffer, 0, n);
        done += n;
        progress.at(done, total);
      }
    }
    if (total >= 0 && done < total) {
      throw new IOException("the connection closed after " + done + " of " + total + " bytes");
    }
  }

  private static String md5Of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.md5Hex(in);
    }
  }
}
