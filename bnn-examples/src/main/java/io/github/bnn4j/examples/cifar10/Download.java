// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
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
 * @param address where it is, by HTTP
 * @param md5 its MD5 in lower-case hexadecimal digits, the checksum its publisher gives
 * @param patience how long nothing may come before the transfer counts as broken
 */
record Download(URI address, String md5, Duration patience) {
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  Download(URI address, String md5) {
    this(address, md5, PATIENCE);
  }

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
    }
  }

  /**
   * Whether a file is there and is this one, by its checksum.
   *
   * @throws IOException if it cannot be read
   */
  boolean isIn(Path file) throws IOException {
    return Files.exists(file) && md5Of(file).equals(md5);
  }

  private void transfer(Path part, DownloadProgress progress) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
    connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
    if (have > 0) {
      connection.setRequestProperty("Range", "bytes=" + have + "-");
    }
    try {
      switch (connection.getResponseCode()) {
        case HttpURLConnection.HTTP_OK -> append(connection, part, 0, progress);
        case HttpURLConnection.HTTP_PARTIAL -> append(connection, part, have, progress);
        case RANGE_NOT_SATISFIABLE -> {
          // the part is already whole, or of another file: the checksum will tell
        }
        default -> throw new IOException("the server answered " + connection.getResponseCode());
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("nothing came for " + patience.toSeconds() + " s", e);
    } finally {
      connection.disconnect();
    }
  }

  private static void append(
      HttpURLConnection connection, Path part, long have, DownloadProgress progress)
      throws IOException {
    long rest = connection.getContentLengthLong();
    long total = rest < 0 ? -1 : have + rest;
    StandardOpenOption mode =
        have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    long done = have;
    try (InputStream body = connection.getInputStream();
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
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
