// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.inspect;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.layers.io.SafeTensors;
import io.github.bnn4j.layers.torch.TorchContents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds out what a file is and reads all that it holds. */
public final class Inspection {

  private static final int START = 512;

  private Inspection() {}

  /**
   * Looks into a file.
   *
   * @param file any file
   * @return {@code file}, {@code format}, {@code bytes} and what the format has, in the order in
   *     which people want to know it; texts, numbers, lists and maps of these
   * @throws BnnFormatException if it is damaged or of no format known here; says what it looks like
   * @throws UncheckedIOException if it cannot be read
   */
  public static Map<String, Object> of(Path file) {
    requireRegular(file);
    try {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("file", file.toString());
      Map<String, Object> content = content(file);
      found.put("format", content.remove("format"));
      found.put("bytes", Files.size(file));
      found.putAll(content);
      return found;
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot read " + file, e);
    }
  }

  /**
   * Whether a file begins as what {@code torch.save} writes.
   *
   * @param file any file
   * @return false also if it cannot be read
   */
  public static boolean beginsAsTorch(Path file) {
    try {
      Signature signature = Signature.of(start(file));
      return signature == Signature.ZIP || signature == Signature.PICKLE;
    } catch (IOException e) {
      return false;
    }
  }

  private static void requireRegular(Path file) {
    if (!Files.exists(file)) {
      throw new BnnFormatException(file.toString(), 0, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new BnnFormatException(file.toString(), 0, "it is a folder or device, no file");
    }
  }

  private static Map<String, Object> content(Path file) throws IOException {
    Signature signature = Signature.of(start(file));
    return switch (signature) {
      case PACKED -> PackedContent.of(PackedNetwork.read(file));
      case ZIP, PICKLE -> TorchContent.of(TorchContents.read(file));
      default -> {
        if (SafeTensors.isOne(file)) {
          yield SafeTensorsContent.of(SafeTensors.read(file));
        }
        throw new BnnFormatException(
            file.toString(),
            0,
            signature.guess()
                + "; known are packed networks, checkpoints of this library, safetensors and what"
                + " torch.save writes");
      }
    };
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START);
    }
  }
}
