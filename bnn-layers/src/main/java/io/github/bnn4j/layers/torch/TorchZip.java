// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.bnn4j.core.file.BnnFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The layout of {@code torch.save} since version 1.6: a zip archive of uncompressed files in one
 * folder, {@code data.pkl} with the value and {@code data/KEY} with the numbers of each storage.
 */
final class TorchZip {

  private static final String VALUE = "data.pkl";
  private static final String BYTE_ORDER = "byteorder";

  private final Path file;
  private final ZipFile zip;

  /** How many bytes may still be read: entries that lie over each other do not multiply them. */
  private long left;

  private TorchZip(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    this.left = Files.size(file);
  }

  static TorchFile read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new TorchZip(file, zip).read();
    } catch (IllegalArgumentException e) {
      throw new IOException("a name in the archive is no text", e);
    }
  }

  private TorchFile read() throws IOException {
    List<? extends ZipEntry> values =
        zip.stream().filter(entry -> entry.getName().matches("([^/]*/)?" + VALUE)).toList();
    if (values.size() != 1) {
      throw new BnnFormatException(
          file.toString(),
          0,
          String.format(Locale.ROOT, "the archive has %d entries data.pkl", values.size()));
    }
    String valueName = values.get(0).getName();
    String folder = valueName.substring(0, valueName.length() - VALUE.length());
    ZipEntry order = zip.getEntry(folder + BYTE_ORDER);
    if (order != null && !new String(bytes(order), US_ASCII).equals("little")) {
      throw refuse(order, "its numbers are not little-endian");
    }
    Map<String, TorchStorage> storages = new LinkedHashMap<>();
    Object value =
        Pickle.read(nameOf(values.get(0)), ByteBuffer.wrap(bytes(values.get(0))), storages);
    Map<String, ByteBuffer> numbers = new LinkedHashMap<>();
    for (TorchStorage storage : storages.values()) {
      numbers.put(storage.key(), numbers(folder, storage));
    }
    return new TorchFile(value, numbers);
  }

  private ByteBuffer numbers(String folder, TorchStorage storage) throws IOException {
    ZipEntry entry = zip.getEntry(folder + "data/" + storage.key());
    if (entry == null) {
      throw new BnnFormatException(
          file.toString(), 0, "it lacks the numbers of a storage of " + storage.size());
    }
    byte[] bytes = bytes(entry);
    if (bytes.length != storage.bytes()) {
      throw refuse(
          entry,
          String.format(
              Locale.ROOT, "it has %d bytes, not %d as said", bytes.length, storage.bytes()));
    }
    return ByteBuffer.wrap(bytes);
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    if (entry.getMethod() != ZipEntry.STORED) {
      throw refuse(entry, "it is compressed, which PyTorch never does");
    }
    left -= entry.getSize();
    if (entry.getSize() < 0 || left < 0) {
      throw refuse(
          entry,
          String.format(Locale.ROOT, "its size of %d is more than is left", entry.getSize()));
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

  private BnnFormatException refuse(ZipEntry entry, String reason) {
    return new BnnFormatException(nameOf(entry), 0, reason);
  }

  private String nameOf(ZipEntry entry) {
    return file + "/" + entry.getName().replaceAll("[^ -~]", "?");
  }
}
