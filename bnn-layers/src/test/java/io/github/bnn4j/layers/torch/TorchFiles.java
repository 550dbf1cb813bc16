// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes files as torch.save writes them, opcode by opcode. */
final class TorchFiles {

  private TorchFiles() {}

  /** A pickle of protocol 2; {@code \n} and {@code \xNN} stand for single bytes. */
  static byte[] pickle(String body) {
    return pickle(body, "", 0, "");
  }

  /** The same, with a part that is there many times. */
  static byte[] pickle(String begin, String repeated, int times, String end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 2});
    out.writeBytes(bytes(begin));
    byte[] part = bytes(repeated);
    for (int i = 0; i < times; i++) {
      out.writeBytes(part);
    }
    out.writeBytes(bytes(end));
    return out.toByteArray();
  }

  private static byte[] bytes(String body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < body.length(); i++) {
      if (body.startsWith("\\n", i)) {
        out.write('\n');
        i++;
      } else if (body.startsWith("\\x", i)) {
        out.write(Integer.parseInt(body.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        out.write(body.charAt(i));
      }
    }
    return out.toByteArray();
  }

  /** What makes a one-dimensional tensor of the storage 0, which has two floats. */
  static String tensor(int offset, int size, int stride) {
    String storage = "(X\\x07\\x00\\x00\\x00storagectorch\\nFloatStorage\\nX\\x01\\x00\\x00\\x000";
    return "ctorch._utils\\n_rebuild_tensor\\n("
        + storage
        + "NK\\x02tQ"
        + number(offset)
        + number(size)
        + "\\x85"
        + number(stride)
        + "\\x85tR";
  }

  private static String number(int value) {
    return value < 16 ? "K\\x0" + Integer.toHexString(value) : "K\\x" + Integer.toHexString(value);
  }

  static byte[] zip(byte[] value) throws IOException {
    return zip(List.of("data.pkl"), List.of(value));
  }

  static byte[] zip(byte[] value, String other, byte[] content) throws IOException {
    return zip(List.of("data.pkl", other), List.of(value, content));
  }

  static byte[] zip(List<String> names, List<byte[]> contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < names.size(); i++) {
        byte[] content = contents.get(i);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(names.get(i));
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return out.toByteArray();
  }
}
