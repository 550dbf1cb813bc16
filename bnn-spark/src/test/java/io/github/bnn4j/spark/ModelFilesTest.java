// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are saved and loaded. */
class ModelFilesTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private Path folder;

  private String path;

  @BeforeEach
  void save() throws IOException {
    path = folder.resolve("model").toString();
    model().save(path);
  }

  private static BnnClassificationModel model() {
    return new BnnClassificationModel(PretrainedWeights.NIN_XNOR.load())
        .setInputFormat("pixels")
        .setPredictionCol("class")
        .setTopK(3);
  }

  @Test
  void aModelComesBackAsItWas() {
    BnnClassificationModel loaded = BnnClassificationModel.load(path);
    assertThat(loaded.network().toBytes()).isEqualTo(model().network().toBytes());
    assertThat(loaded.getInputFormat()).isEqualTo("pixels");
    assertThat(loaded.getPredictionCol()).isEqualTo("class");
    assertThat(loaded.getTopK()).isEqualTo(3);
    assertThat(loaded.getReasonCol()).isEqualTo("reason");
  }

  @Test
  void theNetworksFileIsOneOfItsOwn() {
    assertThat(BnnClassificationModel.fromFile(path + "/network.bnn").network().toBytes())
        .isEqualTo(model().network().toBytes());
  }

  @Test
  void aSavedModelIsReplacedOnRequestAlone() throws IOException {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> model().save(path));
    model().setTopK(7).write().overwrite().save(path);
    assertThat(BnnClassificationModel.load(path).getTopK()).isEqualTo(7);
  }

  @Test
  void aPipelineOfItComesBackToo() throws IOException {
    Dataset<Row> pictures =
        SPARK.createDataset(List.of(Pictures.pixels(1)), Encoders.BINARY()).toDF("content");
    SQLTransformer after =
        new SQLTransformer().setStatement("SELECT predictedLabel AS label FROM __THIS__");
    PipelineModel pipeline =
        new Pipeline().setStages(new PipelineStage[] {model(), after}).fit(pictures);
    String saved = folder.resolve("pipeline").toString();
    pipeline.save(saved);
    assertThat(PipelineModel.load(saved).transform(pictures).collectAsList())
        .isEqualTo(pipeline.transform(pictures).collectAsList());
  }

  @Test
  void aCopyHasItsOwnParameters() {
    BnnClassificationModel original = model();
    BnnClassificationModel copy = original.copy(original.extractParamMap());
    copy.setTopK(9);
    assertThat(original.getTopK()).isEqualTo(3);
    assertThat(copy.uid()).isEqualTo(original.uid());
    assertThat(copy.getPredictionCol()).isEqualTo("class");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> BnnClassificationModel.fromFile(folder + "/none.bnn"))
        .withMessage(folder + "/none.bnn, byte 0: there is no such file");
    delete(Path.of(path, "network.bnn"));
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> BnnClassificationModel.load(path))
        .withMessage(path + "/network.bnn, byte 0: there is no such file");
  }

  @Test
  void aDamagedNetworkIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(path, "network.bnn"));
    bytes[bytes.length / 2]++;
    delete(Path.of(path, "network.bnn"));
    Files.write(Path.of(path, "network.bnn"), bytes);
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> BnnClassificationModel.load(path))
        .withMessageStartingWith(path + "/network.bnn, byte ");
  }

  @Test
  void aModelOfAnotherVersionSaysSo() throws IOException {
    changeMetadata(path, "\"topK\":3", "\"topK\":3,\"topQ\":4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BnnClassificationModel.load(path))
        .withMessageStartingWith(
            "The BnnClassificationModel in "
                + path
                + " was saved by another version of this library, or damaged: ")
        .withMessageContaining("topQ");
  }

  @Test
  void aPipelineOfALaterVersionIsRefusedInASentence() throws IOException {
    List<List<String>> later =
        List.of(
            List.of("\"topK\":3", "\"topK\":3,\"topQ\":4"),
            List.of("\"topK\":3", "\"topK\":\"all\""),
            List.of("\"inputFormat\":\"pixels\"", "\"inputFormat\":\"webp2\""));
    for (List<String> change : later) {
      String saved = savedPipeline();
      changeMetadata(stage(saved), change.get(0), change.get(1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PipelineModel.load(saved))
          .withMessageStartingWith("The BnnClassificationModel in ")
          .withMessageContaining("was saved by another version of this library, or damaged: ");
    }
  }

  @Test
  void aPipelineThatTrainsIsRefusedInASentenceToo() throws IOException {
    String saved = folder.resolve("training").toString();
    new Pipeline().setStages(new PipelineStage[] {new BnnClassifier().setEpochs(3)}).save(saved);
    changeMetadata(stage(saved), "\"epochs\":3", "\"epochs\":3,\"momentum\":0.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pipeline.load(saved))
        .withMessageStartingWith("The BnnClassifier in ")
        .withMessageContaining("momentum");
  }

  @Test
  void aPipelineWithANetworkOfALaterVersionIsRefusedInASentence() throws IOException {
    String saved = savedPipeline();
    Path network = Path.of(stage(saved), "network.bnn");
    byte[] bytes = Files.readAllBytes(network);
    bytes[8] = 99;
    delete(network);
    Files.write(network, bytes);
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> PipelineModel.load(saved))
        .withMessageStartingWith(network + ", byte 10: Version 99 of the format is unknown; ");
  }

  @Test
  void aPipelineOfAnEarlierVersionWithoutAParameterIsRead() throws IOException {
    String saved = savedPipeline();
    changeMetadata(stage(saved), ",\"topK\":3", "");
    changeMetadata(stage(saved), "\"topK\":5,", "");
    BnnClassificationModel loaded = (BnnClassificationModel) PipelineModel.load(saved).stages()[0];
    assertThat(loaded.getTopK()).isEqualTo(5);
    assertThat(loaded.getPredictionCol()).isEqualTo("class");
  }

  private String savedPipeline() throws IOException {
    Dataset<Row> pictures =
        SPARK.createDataset(List.of(Pictures.pixels(1)), Encoders.BINARY()).toDF("content");
    String saved = folder.resolve("pipeline").toString();
    new Pipeline()
        .setStages(new PipelineStage[] {model()})
        .fit(pictures)
        .write()
        .overwrite()
        .save(saved);
    return saved;
  }

  /** The folder of the one stage of a pipeline. */
  private static String stage(String pipeline) throws IOException {
    try (Stream<Path> stages = Files.list(Path.of(pipeline, "stages"))) {
      return stages.findFirst().orElseThrow().toString();
    }
  }

  @Test
  void aModelOfAnotherClassIsRefused() throws IOException {
    changeMetadata(path, "BnnClassificationModel", "BnnClassifier");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BnnClassificationModel.load(path))
        .withMessageContaining("BnnClassifier");
  }

  private static void changeMetadata(String stage, String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(stage, "metadata"))) {
      Path file =
          files
              .filter(each -> each.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      String text = Files.readString(file);
      assertThat(text).contains(from);
      delete(file);
      Files.writeString(file, text.replace(from, to));
    }
  }

  /** With the checksum that Hadoop keeps beside a local file. */
  private static void delete(Path file) throws IOException {
    Files.delete(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
