import com.github.jengelman.gradle.plugins.shadow.ShadowPlugin;
import com.github.jengelman.gradle.plugins.shadow.tasks.ShadowJar;
import java.io.File;
import org.gradle.api.Project;
import org.gradle.api.plugins.JavaApplication;
import org.gradle.testfixtures.ProjectBuilder;

/** Packs target/classes and target/libraries as the plugin does in an application. */
class Pack {
  public static void main(String[] arguments) {
    File target = new File("target").getAbsoluteFile();
    File folder = new File(target, "gradle");
    new File(folder, "build/libs").mkdirs(); // a whole Gradle makes it before a task
    Project project =
        ProjectBuilder.builder()
            .withName("first")
            .withProjectDir(folder)
            .withGradleUserHomeDir(new File(folder, "home"))
            .build();
    project.getPluginManager().apply("application");
    project.getPluginManager().apply(ShadowPlugin.class);
    project.getExtensions().getByType(JavaApplication.class).getMainClass().set("First");
    project
        .getDependencies()
        .add("implementation", project.fileTree(new File(target, "libraries")));

    ShadowJar task = (ShadowJar) project.getTasks().getByName("shadowJar");
    task.from(new File(target, "classes"));
    task.getActions().forEach(action -> action.execute(task));
    System.exit(0); // threads of Gradle go on
  }
}
