// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.spark.BnnClassificationModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BnnSparkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Commands start and end a Spark of their own. */
  @BeforeEach
  void noSparkIsRunning() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  private int run(String... arguments) {
    return BnnSpark.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void theCommandsOfTheDocumentationAreTaken() throws IOException {
    List<String> commands =
        Pattern.compile("(?m)^ +\\./bnn spark ([^#\n]+)")
            .matcher(Files.readString(Path.of("../../docs/scale.md")))
            .results()
            .map(command -> command.group(1).strip())
            .toList();

    assertThat(commands)
        .isNotEmpty()
        .allSatisfy(command -> assertThat(run((command + " --help").split(" +"))).isZero());
  }

  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .getOrCreate();
  }

  /** Grey pictures of two classes. */
  private Path pictures() throws IOException {
    for (int i = 0; i < 32; i++) {
      Path of = Files.createDirectories(folder.resolve("pictures/" + (i % 2 == 0 ? "a" : "b c")));
      BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(new Color(8 * i, 8 * i, 8 * i));
      graphics.fillRect(0, 0, 32, 32);
      ImageIO.write(picture, "png", of.resolve(i + ".png").toFile());
    }
    return folder.resolve("pictures");
  }

  /** Two images of each class in the binary form of CIFAR-10. */
  private Path cifar10() throws IOException {
    byte[] records = new byte[20 * 3073];
    for (int i = 0; i < 20; i++) {
      Arrays.fill(records, i * 3073 + 1, (i + 1) * 3073, (byte) (10 * i));
      records[i * 3073] = (byte) (i % 10);
    }
    Files.write(folder.resolve("data_batch_1.bin"), records);
    Files.write(folder.resolve("test_batch.bin"), records);
    return folder;
  }

  @Test
  void classifiesAFolderIntoATable() throws IOException {
    Path pictures = pictures();
    Files.writeString(pictures.resolve("notes.txt"), "no picture");
    String table = folder.resolve("table").toString();
    assertThat(run("classify", pictures.toString(), "--out", table, "--json")).isZero();
    JsonNode result = JSON.readTree(out.toString());
    assertThat(result.get("refused").asInt()).isEqualTo(1);
    int classified = 0;
    for (JsonNode count : result.get("classes")) {
      classified += count.asInt();
    }
    assertThat(classified).isEqualTo(32);
    assertThat(spark().read().parquet(table).columns())
        .containsExactly("path", "prediction", "predictedLabel", "probability", "reason");
  }

  @Test
  void trainsOnPicturesInFolders() throws IOException {
    String model = folder.resolve("model").toString();
    Files.writeString(pictures().resolve("of no class.txt"), "no picture");
    String[] arguments = {
      "train",
      "--master",
      "local[2]",
      "--images",
      pictures().toString(),
      "--recipe",
      TinyRecipe.class.getName(),
      "--epochs",
      "1",
      "--averages",
      "1",
      "--out",
      model
    };
    assertThat(run(arguments)).isZero();
    assertThat(out.toString()).isEqualTo("Model: " + model + System.lineSeparator());
    assertThat(err.toString()).startsWith("cycle 1, epoch 1 of 1: loss ");
    PackedNetwork network = PackedNetwork.read(Path.of(model, "network.bnn"));
    assertThat(network.labels()).containsExactly("a", "b c");
    spark();
    assertThat(BnnClassificationModel.load(model).getInputFormat()).isEqualTo("file");
  }

  @Test
  void trainsOnCifar10AndTests() throws IOException {
    String[] arguments = {
      "train",
      "--master",
      "local[2]",
      "--cifar10",
      cifar10().toString(),
      "--workers",
      "1",
      "--recipe",
      TinyRecipe.class.getName(),
      "--limit",
      "20",
      "--epochs",
      "1",
      "--json",
      "--out",
      folder.resolve("model").toString()
    };
    assertThat(run(arguments)).isZero();
    assertThat(JSON.readTree(out.toString()).get("testTop1").asDouble()).isBetween(0.0, 100.0);
  }

  @Test
  void measuresTurnsOfDifferentTasks() throws IOException {
    assertThat(run("measure", pictures().toString(), "--tasks", "1,2", "--json")).isZero();
    JsonNode turns = JSON.readTree(out.toString()).get("turns");
    assertThat(turns).hasSize(2);
    for (JsonNode turn : turns) {
      assertThat(turn.get("pictures").asInt()).isEqualTo(32);
      assertThat(turn.get("networkSeconds").asDouble()).isPositive();
    }
  }

  @Test
  void aResultReplacesNothingAndIsRefusedBeforeTheWork() throws IOException {
    String taken = Files.createDirectory(folder.resolve("taken")).toString();
    assertThat(run("classify", pictures().toString(), "--out", taken)).isEqualTo(1);
    assertThat(run("train", "--master", "local[1]", "--cifar10", "none", "--out", taken))
        .isEqualTo(1);
    assertThat(err.toString().lines())
        .containsOnly(
            "bnn spark: " + taken + " exists already; give the result a folder of its own.");
    assertThat(Path.of(taken)).isEmptyDirectory();
  }

  @Test
  void recordsThatAreNotOfCifar10AreRefused() throws IOException {
    byte[] records = new byte[3073];
    records[0] = 10;
    Files.write(folder.resolve("data_batch_1.bin"), records);
    String out = folder.resolve("model").toString();
    assertThat(run("train", "--master", "local[1]", "--cifar10", folder.toString(), "--out", out))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("A record has the label 10; those of CIFAR-10 are 0 to 9.")
        .satisfies(text -> assertThat(text.lines()).hasSize(1));
  }

  @Test
  void saysInALineWhatIsWrong() {
    assertThat(run("classify", folder.resolve("none").toString(), "--out", "x")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("bnn spark: ")
        .contains("none")
        .satisfies(text -> assertThat(text.lines()).hasSize(1));
    assertThat(run("classify")).isEqualTo(2);
    assertThat(run("train", "--master", "local[1]", "--out", "x")).isEqualTo(2);
    assertThat(run("train", "--images", "a", "--cifar10", "b", "--out", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--cifar10", "--images", "mutually exclusive");
  }
}
