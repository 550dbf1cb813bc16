// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import io.github.bnn4j.core.file.BnnFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What a file that {@code torch.save} wrote holds.
 *
 * @param value the value that was saved
 * @param numbers the numbers of its storages by key, little-endian
 */
record TorchFile(Object value, Map<String, ByteBuffer> numbers) {

  /** Larger files are refused: they are held in memory while they are read. */
  static final long MAX_BYTES = 1L << 28;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int PICKLE = 0x80;

  static TorchFile read(Path file) {
    String name = file.toString();
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new BnnFormatException(
            name,
            0,
            String.format(Locale.ROOT, "it has %d bytes; at most %d are read", size, MAX_BYTES));
      }
      byte[] content = Files.readAllBytes(file);
      if (Arrays.equals(ZIP, Arrays.copyOf(content, ZIP.length))) {
        return TorchZip.read(file);
      }
      if (content.length > 0 && (content[0] & 0xff) == PICKLE) {
        return LegacyTorchFile.parse(name, content);
      }
      throw new BnnFormatException(
          name, 0, "it is no file of torch.save, which begins with a zip archive or a pickle");
    } catch (NoSuchFileException e) {
      throw new BnnFormatException(name, 0, "there is no such file");
    } catch (IOException e) {
      throw new BnnFormatException(name, 0, "it cannot be read: " + e.getMessage());
    }
  }

  /** The elements of a tensor, as a view for {@link TorchTensor#decode}. */
  ByteBuffer numbers(TorchStorage storage) {
    return numbers.get(storage.key()).order(ByteOrder.LITTLE_ENDIAN);
  }
}
