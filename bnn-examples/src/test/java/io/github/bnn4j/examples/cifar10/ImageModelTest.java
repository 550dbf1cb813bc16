// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.cifar10;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ImageModelTest {

  @Property(tries = 50)
  void decodedImagesEqualTheEncodedOnes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 256) int shades) {
    byte[] records = records(seed, shades, 5);

    byte[] code = encode(records);

    assertThat(decode(code, records.length)).isEqualTo(records);
  }

  @Property(tries = 20)
  void aFlatImageTakesFewBytes(@ForAll @IntRange(min = 0, max = 255) int shade) {
    byte[] records = new byte[4 * BatchFormat.RECORD];
    for (int i = 0; i < records.length; i++) {
      records[i] = i % BatchFormat.RECORD == 0 ? 7 : (byte) shade;
    }

    assertThat(encode(records)).hasSizeLessThan(records.length / 20);
  }

  private static byte[] records(long seed, int shades, int images) {
    Random random = new Random(seed);
    byte[] records = new byte[images * BatchFormat.RECORD];
    for (int i = 0; i < records.length; i++) {
      boolean isLabel = i % BatchFormat.RECORD == 0;
      records[i] = (byte) random.nextInt(isLabel ? 10 : shades);
    }
    return records;
  }

  private static byte[] encode(byte[] records) {
    BitEncoder encoder = new BitEncoder();
    code(encoder, records.clone());
    return encoder.finish();
  }

  private static byte[] decode(byte[] code, int length) {
    byte[] records = new byte[length];
    code(new BitDecoder(code, 0, code.length), records);
    return records;
  }

  private static void code(BitCoder coder, byte[] records) {
    ImageModel model = new ImageModel();
    for (int at = 0; at < records.length; at += BatchFormat.RECORD) {
      model.code(coder, records, at);
    }
  }
}
