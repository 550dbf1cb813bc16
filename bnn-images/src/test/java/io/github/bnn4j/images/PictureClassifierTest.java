// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.layer.FloatConv2d;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.shape.ConvGeometry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureClassifierTest {
  @TempDir Path directory;

  @Test
  void aPictureIsClassifiedFromAFileAStreamAndMemory() throws IOException {
    PictureClassifier classifier = PictureClassifier.of(brightness());
    BufferedImage light = grey(250);
    byte[] png = png(light);
    Path file = Files.write(directory.resolve("light.png"), png);

    assertThat(classifier.classify(file, 1).get(0).label()).isEqualTo("light");
    assertThat(classifier.classify(new ByteArrayInputStream(png), 2).get(0).label())
        .isEqualTo("light");
    assertThat(classifier.classify(light, 2)).hasSize(2);
    assertThat(classifier.classify(grey(3), 1).get(0).label()).isEqualTo("dark");
  }

  @Test
  void theReaderMayBeOnesOwnIfItMakesWhatTheNetworkTakes() {
    PictureReader padding = PictureReader.of(1, 1, 1).withFit(Fit.PAD);

    PictureClassifier classifier = PictureClassifier.of(brightness(), padding);

    assertThat(classifier.reader()).isSameAs(padding);
    assertThat(classifier.network().name()).isEqualTo("brightness");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> PictureClassifier.of(brightness(), PictureReader.of(1, 2, 3)))
        .withMessage("The network takes images of 1 x 1 x 1, not of 1 x 2 x 3.");
  }

  private static BufferedImage grey(int value) {
    BufferedImage image = new BufferedImage(9, 5, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 45; i++) {
      image.setRGB(i % 9, i / 9, value * 0x010101);
    }
    return image;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static PackedNetwork brightness() {
    ImageSpec image = new ImageSpec(1, 1, 1, new float[] {0}, new float[] {1});
    FloatConv2d layer =
        new FloatConv2d(
            new ConvGeometry(1, 2, 1, 1, 0, 1), new float[] {1, -1}, new float[] {-100, 100});
    return PackedNetwork.builder()
        .setName("brightness")
        .setInput(image)
        .setLabels(List.of("light", "dark"))
        .add(layer)
        .build();
  }
}
