// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of one colour, or with one on the whole, that readers of pictures get wrong. */
class KnownPicturesTest {

  @ParameterizedTest
  @CsvSource({
    "grey8-128.png, 128, 128, 128",
    "greyalpha8-128.png, 128, 128, 128",
    "red-rgb.png, 200, 40, 90",
    "red-cmyk.jpg, 200, 40, 90",
    "checker-2000.png, 127, 127, 127"
  })
  void eachPixelHasTheKnownColour(String name, int red, int green, int blue) throws IOException {
    int[] known = {red, green, blue};
    try (InputStream in = KnownPicturesTest.class.getResourceAsStream("known/" + name)) {
      byte[] pixels = PictureReader.of(32, 32, 3).read(in);

      for (int i = 0; i < pixels.length; i++) {
        assertThat(pixels[i] & 0xff).isBetween(known[i % 3] - 1, known[i % 3] + 1);
      }
    }
  }
}
