// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The layout of {@code torch.save} since version 1.6: a zip archive of uncompressed files in one
 * folder, {@code data.pkl} with the value and {@code data/KEY} with the numbers of each storage,
 * which are read when they are asked for.
 */
final class TorchZip implements TorchFile {

  private static final String VALUE = "data.pkl";
  private static final String BYTE_ORDER = "byteorder";

  private final Path file;
  private final ZipFile zip;
  private final String folder;
  private final Object value;
  private final ByteOrder order;
  private final TorchGlobals globals = new TorchGlobals();
  private final Map<String, ByteBuffer> numbers = new HashMap<>();

  /** How many bytes may still be read: entries that lie over each other do not multiply them. */
  private long left;

  private TorchZip(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    this.left = Files.size(file);
    ZipEntry pickle = pickle();
    this.folder = pickle.getName().substring(0, pickle.getName().length() - VALUE.length());
    this.order = order();
    this.value =
        Pickle.read(nameOf(pickle), ByteBuffer.wrap(bytes(pickle)), globals, new HashMap<>());
  }

  static TorchFile open(Path file) throws IOException {
    try {
      return open(file, new ZipFile(file.toFile()));
    } catch (IllegalArgumentException e) {
      throw new IOException("a name in the archive is no text", e);
    }
  }

  private static TorchFile open(Path file, ZipFile zip) throws IOException {
    try {
      return new TorchZip(file, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private ZipEntry pickle() {
    List<? extends ZipEntry> entries =
        zip.stream().filter(entry -> entry.getName().matches("([^/]*/)?" + VALUE)).toList();
    if (entries.size() != 1) {
      throw new BnnFormatException(
          file.toString(), 0, "the archive has " + entries.size() + " entries " + VALUE);
    }
    return entries.get(0);
  }

  /** Files from before version 2.1 do not tell, and are little-endian on all but rare machines. */
  private ByteOrder order() throws IOException {
    ZipEntry entry = zip.getEntry(folder + BYTE_ORDER);
    String text = entry == null ? "little" : new String(bytes(entry), US_ASCII);
    return switch (text) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw refuse(entry, "its bytes are in the order '" + text + "', not little or big");
    };
  }

  @Override
  public String layout() {
    return "torch.save, zip archive";
  }

  @Override
  public Object value() {
    return value;
  }

  @Override
  public Set<String> unknown() {
    return globals.unknown();
  }

  @Override
  public ByteBuffer numbers(TorchStorage storage) {
    return numbers.computeIfAbsent(storage.key(), key -> read(storage));
  }

  private ByteBuffer read(TorchStorage storage) {
    ZipEntry entry = zip.getEntry(folder + "data/" + storage.key());
    if (entry == null) {
      throw new BnnFormatException(
          file.toString(), 0, "it lacks the numbers of a storage of " + storage.size());
    }
    try {
      byte[] bytes = bytes(entry);
      if (bytes.length != storage.bytes()) {
        throw refuse(
            entry, "it has " + bytes.length + " bytes, not " + storage.bytes() + " as said");
      }
      return ByteBuffer.wrap(bytes).order(order);
    } catch (IOException e) {
      throw refuse(entry, "it cannot be read: " + IoProblem.describe(e));
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    if (entry.getMethod() != ZipEntry.STORED) {
      throw refuse(entry, "it is compressed, which PyTorch never does");
    }
    left -= entry.getSize();
    if (entry.getSize() < 0 || left < 0) {
      throw refuse(entry, "its size of " + entry.getSize() + " is more than is left");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw refuse(entry, "its CRC-32 does not match: the file is damaged");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private BnnFormatException refuse(ZipEntry entry, String reason) {
    return new BnnFormatException(nameOf(entry), 0, reason);
  }

  private String nameOf(ZipEntry entry) {
    return file + "/" + entry.getName();
  }
}
