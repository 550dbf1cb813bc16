// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bnn4j.spark.train.EpochReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BnnClassifierTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final StructType SCHEMA = schema(DataTypes.IntegerType);

  @TempDir private Path folder;

  private static StructType schema(DataType label) {
    return new StructType().add("content", DataTypes.BinaryType).add("label", label);
  }

  private static BnnClassifier tiny() {
    return new BnnClassifier()
        .setRecipe(TinyRecipe.class.getName())
        .setInputFormat("pixels")
        .setWorkers(2)
        .setAveragesPerEpoch(2);
  }

  /** Dark images of class 0 and bright ones of class 1. */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 96; i++) {
      rows.add(RowFactory.create(Pictures.pixels(i, i % 2 * 128, 128), i % 2));
    }
    return rows;
  }

  private static Dataset<Row> images() {
    return SPARK.createDataFrame(rows(), SCHEMA);
  }

  private static byte[] bytes(BnnClassificationModel model) {
    return model.network().toBytes();
  }

  @Test
  void learnsToTellBrightFromDark() {
    List<EpochReport> reports = new ArrayList<>();
    BnnClassificationModel model = tiny().setEpochs(4).setProgress(reports::add).fit(images());
    assertThat(model.transform(images()).where("prediction = label").count())
        .isGreaterThanOrEqualTo(90);
    assertThat(reports).extracting(EpochReport::epoch).containsExactly(1, 2, 3, 4);
    assertThat(reports).allMatch(report -> report.loss() > 0 && report.top1() > 40);
    assertThat(model.getInputFormat()).isEqualTo("pixels");
    assertThat(model.hasParent()).isTrue();
  }

  @Test
  void noNetworkStaysInMemoryOutsideTheHeap() {
    tiny().setRecipe(WatchedRecipe.class.getName()).fit(images());
    assertThat(WatchedRecipe.MADE)
        .hasSize(1 + 2 * 2)
        .flatExtracting(network -> network.parameters().values())
        .allMatch(parameter -> parameter.value().wasClosed());
  }

  @Test
  void theOrderAndPartitionsOfTheImagesDoNotMatter() {
    List<Row> reversed = new ArrayList<>(rows());
    java.util.Collections.reverse(reversed);
    byte[] once = bytes(tiny().fit(images().repartition(5)));
    assertThat(bytes(tiny().fit(SPARK.createDataFrame(reversed, SCHEMA).coalesce(1))))
        .isEqualTo(once);
    assertThat(bytes(tiny().setSeed(2).fit(images()))).isNotEqualTo(once);
    assertThat(bytes(tiny().setWorkers(3).fit(images()))).isNotEqualTo(once);
  }

  @Test
  void goesOnWithWhatWasSavedAndEndsInTheSameNetwork() throws IOException {
    BnnClassifier classifier = tiny().setCheckpointDir(folder.resolve("checkpoints").toString());
    List<String> epochs = new ArrayList<>();
    classifier.setProgress(
        report -> {
          epochs.add(report.cycle() + "." + report.epoch());
          if (epochs.size() == 2) {
            throw new IllegalStateException("The driver stops here.");
          }
        });
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> classifier.fit(images()));
    BnnClassificationModel resumed = classifier.fit(images());
    assertThat(epochs).containsExactly("1.1", "1.2", "1.2", "2.1");
    assertThat(bytes(resumed)).isEqualTo(bytes(tiny().fit(images())));
    assertThat(bytes(classifier.fit(images()))).isEqualTo(bytes(resumed));
    assertThat(epochs).hasSize(4);
    classifier.setSeed(7).fit(images());
    assertThat(epochs).hasSize(7);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".safetensors"))).hasSize(4);
    }
  }

  @Test
  void namesOfClassesGoIntoTheNetwork() {
    Dataset<Row> named = images().selectExpr("content", "if(label = 0, 'night', 'day') as label");
    assertThat(tiny().setEpochs(1).fit(named).network().labels()).containsExactly("day", "night");
    Dataset<Row> indexed =
        new StringIndexer().setInputCol("label").setOutputCol("index").fit(named).transform(named);
    assertThat(tiny().setEpochs(1).setLabelCol("index").fit(indexed).network().labels())
        .containsExactly("day", "night");
    assertThat(tiny().setEpochs(1).fit(images()).network().labels()).containsExactly("0", "1");
  }

  @Test
  void leavesOutWhatCannotBeUsed() {
    List<Row> rows = new ArrayList<>(rows());
    rows.add(RowFactory.create(new byte[5], 1));
    rows.add(RowFactory.create(Pictures.black(30_000), 0));
    rows.add(RowFactory.create(null, 1));
    rows.add(RowFactory.create(Pictures.pixels(1), null));
    assertThat(bytes(tiny().setEpochs(1).fit(SPARK.createDataFrame(rows, SCHEMA))))
        .isEqualTo(bytes(tiny().setEpochs(1).fit(images())));
  }

  @Test
  void aWorkerWithoutABatchOfImagesDoesNotHoldUpTheOthers() {
    assertThat(tiny().setEpochs(1).setWorkers(12).fit(images()).network().labels()).hasSize(2);
  }

  @Test
  void manyTrainingsRunAtOnce() throws IOException {
    BnnClassifier classifier = tiny().setWorkers(1).setEpochs(4);
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.seed(), new long[] {1, 2})
            .addGrid(classifier.learningRate(), new double[] {0.01, 1e-9})
            .build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(2);
    CrossValidatorModel best = validator.fit(images());
    assertThat(best.avgMetrics()).hasSize(4);
    assertThat(Arrays.stream(best.avgMetrics()).max().orElse(0)).isGreaterThan(0.8);
    assertThat(((BnnClassifier) best.bestModel().parent()).getLearningRate()).isEqualTo(0.01);
    best.save(folder.resolve("validated").toString());
    CrossValidatorModel loaded = CrossValidatorModel.load(folder.resolve("validated").toString());
    assertThat(bytes((BnnClassificationModel) loaded.bestModel()))
        .isEqualTo(bytes((BnnClassificationModel) best.bestModel()));
  }

  @Test
  void isSavedWithItsParametersAlsoInAPipeline() throws IOException {
    BnnClassifier classifier = tiny().setSeed(9).setLearningRate(0.5);
    String path = folder.resolve("estimator").toString();
    classifier.save(path);
    BnnClassifier loaded = BnnClassifier.load(path);
    assertThat(loaded.uid()).isEqualTo(classifier.uid());
    assertThat(loaded.explainParams()).isEqualTo(classifier.explainParams());
    String pipeline = folder.resolve("pipeline").toString();
    new Pipeline().setStages(new PipelineStage[] {classifier}).save(pipeline);
    assertThat(((BnnClassifier) Pipeline.load(pipeline).getStages()[0]).getSeed()).isEqualTo(9);
  }

  @Test
  void aStageBehindItReadsTheAnswersOfTheModelItTrains() throws IOException {
    Dataset<Row> named = images().selectExpr("content", "if(label = 0, 'night', 'day') as label");
    BnnClassifier classifier =
        tiny().setEpochs(1).setPredictionCol("class").setReasonCol("").setRawPredictionCol("");
    IndexToString behind = new IndexToString().setInputCol("class").setOutputCol("name");
    PipelineModel trained =
        new Pipeline().setStages(new PipelineStage[] {classifier, behind}).fit(named);
    Dataset<Row> classified = trained.transform(named);
    assertThat(classified.columns())
        .containsExactly("content", "label", "class", "predictedLabel", "probability", "name");
    assertThat(classified.where("name <> predictedLabel").count()).isZero();
    assertThat(classifier.transformSchema(named.schema()).fieldNames())
        .containsExactly("content", "label", "class", "predictedLabel", "probability");
    refused(named.withColumnRenamed("label", "reason"), "There is no column label of labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tiny().fit(named.selectExpr("*", "1 as prediction")))
        .withMessageStartingWith("There would be two columns prediction");
  }

  @Test
  void columnsMayHaveAnyName() {
    Dataset<Row> odd =
        images().withColumnRenamed("label", "the.label`").withColumnRenamed("content", "a.b `c`");
    BnnClassificationModel model =
        tiny().setEpochs(1).setInputCol("a.b `c`").setLabelCol("the.label`").fit(odd);
    assertThat(bytes(model)).isEqualTo(bytes(tiny().setEpochs(1).fit(images())));
    assertThat(model.transform(odd).where("reason is null").count()).isEqualTo(96);
  }

  @Test
  void saysWhatIsWrongWithTheLabels() {
    refused(images().selectExpr("content", "label - 1 as label"), "The column label has the label");
    refused(images().selectExpr("content", "label + 0.5 as label"), "The column label has the");
    refused(images().selectExpr("content", "label + 999 as label"), "The column label has the");
    refused(images().where("label = 0"), "A network tells 2 to 1000 classes apart");
    refused(images().where("false"), "A network tells 2 to 1000 classes apart");
    refused(images().selectExpr("content", "array(label) as label"), "The column label of labels");
    refused(images().drop("label"), "There is no column label of labels; the columns are content.");
    refused(images().drop("content"), "There is no column content of pictures");
    refused(images().selectExpr("'text' as content", "label"), "The column content is of type");
  }

  private static void refused(Dataset<Row> rows, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tiny().fit(rows))
        .withMessageStartingWith(message);
  }

  @Test
  void saysWhatIsWrongWithTheTraining() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tiny().setRecipe("resnet-50").fit(images()))
        .withMessageStartingWith("There is no recipe resnet-50: it is neither one of nin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tiny().setBatchSize(64).fit(images()))
        .withMessageStartingWith("No worker of 2 has the 64 images of a batch, the most any has");
    assertThatIllegalArgumentException().isThrownBy(() -> tiny().setWorkers(0));
  }
}
