// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The file test_batch.bin as two resources: its images as one lossless WebP picture, a {@link
 * Mosaic}, and its labels as 100 lines of 100 digits, one for each image of the mosaic. {@link
 * #main} is half of what makes them.
 */
final class EmbeddedTestSet {
  private static final String IMAGES = "cifar10-test.webp";
  private static final String LABELS = "cifar10-test-labels.txt";
  private static final String SHA_256 =
      "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b";

  private static SoftReference<byte[]> decoded = new SoftReference<>(null);

  private EmbeddedTestSet() {}

  /**
   * The bytes of test_batch.bin, verified. They are decoded once and shared as long as there is
   * memory to spare, so nobody may change them.
   */
  static synchronized byte[] records() {
    byte[] records = decoded.get();
    if (records == null) {
      records = verified(decode());
      decoded = new SoftReference<>(records);
    }
    return records;
  }

  /**
   * Writes test_batch.bin as cifar10-test.png and cifar10-test-labels.txt. The resources are the
   * labels, and what {@code cwebp -lossless -z 9 cifar10-test.png -o cifar10-test.webp} makes of
   * the picture.
   *
   * @param arguments the official file, and the folder to write to
   * @throws IOException if one cannot be read or the others not be written
   */
  public static void main(String[] arguments) throws IOException {
    byte[] records = verified(Files.readAllBytes(Path.of(arguments[0])));
    Path folder = Path.of(arguments[1]);
    ImageIO.write(Mosaic.of(records), "png", folder.resolve("cifar10-test.png").toFile());
    Files.writeString(folder.resolve(LABELS), labels(records));
  }

  /** The labels of records, a line for each row of their mosaic. */
  static String labels(byte[] records) {
    return IntStream.range(0, records.length / BatchFormat.RECORD)
        .mapToObj(
            image ->
                records[image * BatchFormat.RECORD]
                    + ((image + 1) % Mosaic.COLUMNS == 0 ? "\n" : ""))
        .collect(Collectors.joining());
  }

  /** The labels of the resource, as {@link #labels(byte[])} gives them. */
  static String labels() {
    try (InputStream in = open(LABELS)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unreadable(LABELS, e);
    }
  }

  private static byte[] decode() {
    byte[] records = new byte[BatchFormat.FILE_BYTES];
    Mosaic.read(picture(), records);
    int image = 0;
    for (char label : labels().replace("\n", "").toCharArray()) {
      records[image++ * BatchFormat.RECORD] = (byte) Character.digit(label, 10);
    }
    return records;
  }

  private static BufferedImage picture() {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try (InputStream in = open(IMAGES);
        // twice as fast as a stream that is cached while it is read
        ImageInputStream bytes = new ByteArrayImageInputStream(in.readAllBytes())) {
      reader.setInput(bytes);
      return reader.read(0);
    } catch (IOException e) {
      throw unreadable(IMAGES, e);
    } finally {
      reader.dispose();
    }
  }

  private static InputStream open(String resource) {
    InputStream in = EmbeddedTestSet.class.getResourceAsStream(resource);
    if (in == null) {
      throw new DataSetException("The resource " + resource + " is not on the class path.");
    }
    return in;
  }

  private static DataSetException unreadable(String resource, IOException cause) {
    return new DataSetException("The resource " + resource + " could not be read.", cause);
  }

  private static byte[] verified(byte[] records) {
    String actual = DigestUtils.sha256Hex(records);
    if (!actual.equals(SHA_256)) {
      throw new DataSetException(
          "The test set has SHA-256 " + actual + "; the official test_batch.bin has " + SHA_256);
    }
    return records;
  }
}
