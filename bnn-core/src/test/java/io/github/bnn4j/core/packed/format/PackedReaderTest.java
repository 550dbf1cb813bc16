// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.packed.AnyNetwork;
import io.github.bnn4j.core.packed.PackedNetwork;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PackedReaderTest {

  private static final byte[] FILE = AnyNetwork.of(11).toBytes();

  @Example
  void aFileCutShortAnywhereIsRefused() {
    for (int length = 0; length < FILE.length; length++) {
      assertRefused(Arrays.copyOf(FILE, length));
    }
  }

  @Example
  void aFlippedBitAnywhereIsRefused() {
    for (int bit = 0; bit < FILE.length * 8; bit++) {
      byte[] damaged = FILE.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged);
    }
  }

  @Example
  void whatFollowsTheChecksumIsRefused() {
    assertRefused(Arrays.copyOf(FILE, FILE.length + 1));
  }

  @Property
  void aForgedFileIsRefusedOrIsANetwork(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] forged = AnyNetwork.of(seed % 50).toBytes();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = 10 + random.nextInt(forged.length - 42);
      byte[] lures = {0, 1, -1, 127, -128, (byte) random.nextInt()};
      forged[at] = lures[random.nextInt(lures.length)];
      if (random.nextBoolean() && at + 1 < forged.length - 32) {
        forged[at + 1] = forged[at];
      }
    }
    sign(forged);

    Throwable thrown = catchThrowable(() -> read(forged));

    if (thrown != null) {
      assertThat(thrown).isInstanceOf(BnnFormatException.class);
    }
  }

  @Property(tries = 300)
  void aForgedFileCutShortIsRefused(@ForAll long seed) {
    byte[] whole = AnyNetwork.of(seed % 50).toBytes();
    int length = 42 + new Random(seed).nextInt(whole.length - 42);
    byte[] cut = Arrays.copyOf(whole, length);
    sign(cut);

    if (length < whole.length) {
      assertRefused(cut);
    }
  }

  @Example
  void theMessageNamesFileByteAndReason() {
    byte[] newer = FILE.clone();
    newer[8] = 9;

    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> read(newer))
        .withMessage(
            "packed network, byte 10: Version 9 of the format is unknown; "
                + "this library reads versions 1 to 2.");
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> read(new byte[100]))
        .withMessage("packed network, byte 0: This is not a packed network of BNN4J.");
  }

  private static void assertRefused(byte[] file) {
    assertThatExceptionOfType(BnnFormatException.class).isThrownBy(() -> read(file));
  }

  private static PackedNetwork read(byte[] file) {
    return PackedNetwork.read(new ByteArrayInputStream(file));
  }

  private static void sign(byte[] file) {
    int body = file.length - PackedFormat.CHECKSUM_BYTES;
    byte[] checksum = PackedFormat.checksum(file, body);
    System.arraycopy(checksum, 0, file, body, checksum.length);
  }
}
