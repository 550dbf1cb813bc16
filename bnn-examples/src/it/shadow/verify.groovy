// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

// Packs by Gradle Shadow, and runs the jar on the JVM of this build and, on the Vector API, on the one
// that the build found for it. Nothing but the plugin itself makes the jar multi-release.
import java.util.jar.JarFile

def target = new File(basedir, 'target')
def java = System.getProperty('java.home') + '/bin/java'

def run = { List<String> command ->
  def process =
    new ProcessBuilder(command).directory(basedir).redirectError(ProcessBuilder.Redirect.INHERIT).start()
  def out = process.inputStream.text
  assert process.waitFor() == 0
  return out
}

def opened = ['java.lang', 'java.lang.invoke', 'java.util'].collectMany { ['--add-opens', "java.base/$it=ALL-UNNAMED".toString()] }
def path = [new File(target, 'test-classes').path, new File(target, 'classpath.txt').text].join(File.pathSeparator)
run([java] + opened + ['-cp', path, 'Pack'])

def jar = new File(target, 'gradle/build/libs/first-all.jar')
new JarFile(jar).withCloseable {
  assert it.manifest.mainAttributes.getValue('Multi-Release') == 'true'
}
def answer = run([java, '-jar', jar.path])
assert answer.readLines().size() == 5

def jdk = new Properties()
new File(basedir, '../../jdk.properties').withReader { jdk.load(it) }
if (jdk['vector.skip'] == 'false') {
  def vector = run([
    jdk['vector.java'], '--add-modules', 'jdk.incubator.vector', '-Dbnn4j.kernel=vector', '-jar', jar.path
  ])
  assert vector == answer
}
