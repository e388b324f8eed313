package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the build takes on which machine, by Maven's rules for profiles: PyTorch's native library, and no Spark. */
class PlatformTest {
    private static Element project;

    @BeforeAll
    static void read() throws ParserConfigurationException, IOException, SAXException {
        project = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile()).getDocumentElement();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, osx-aarch64",
        "Windows 11, amd64, win-x86_64"})
    void theLibraryIsTheMachines(String system, String processor, String classifier) {
        List<String> chosen = new ArrayList<>();
        for (Element profile : active(system, processor)) {
            chosen.addAll(texts(profile, "pytorch.classifier"));
        }
        assertTrue(chosen.size() <= 1, () -> "several profiles choose: " + chosen);
        assertEquals(classifier, chosen.isEmpty() ? texts(project, "pytorch.classifier").get(0) : chosen.get(0));
    }

    @Test
    void aMacWithoutALibraryIsToldSo() {
        List<Element> active = active("Mac OS X", "x86_64");
        assertEquals(1, active.size());
        assertTrue(texts(active.get(0), "message").get(0).contains("no library for Macs with Intel processors"));
    }

    @Test
    void whoDoesNotAskForSparkDownloadsNothingOfIt() {
        List<Element> groups = elements(project, "groupId").stream()
                .filter(group -> group.getTextContent().strip().equals("org.apache.spark")).toList();
        assertFalse(groups.isEmpty());
        for (Node one : groups) {
            while (!one.getNodeName().equals("profile")) {
                one = one.getParentNode();
                assertNotNull(one, "a dependency of every build");
            }
            assertEquals("spark", texts((Element) one, "id").get(0));
            assertEquals(List.of(), elements((Element) one, "activation"), "it is asked for by name alone");
        }
    }

    /** Profiles that name an operating system, all of whose conditions hold. */
    private static List<Element> active(String system, String processor) {
        List<Element> active = new ArrayList<>();
        for (Element profile : elements(project, "profile")) {
            List<Element> conditions = elements(profile, "os");
            if (!conditions.isEmpty() && holds(conditions.get(0), system, processor)) {
                active.add(profile);
            }
        }
        return active;
    }

    private static boolean holds(Element os, String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String family = name.startsWith("mac") ? "mac" : name.startsWith("windows") ? "windows" : "unix";
        return List.of(family).containsAll(texts(os, "family")) && List.of(name).containsAll(texts(os, "name"))
                && List.of(processor).containsAll(texts(os, "arch"));
    }

    private static List<String> texts(Element parent, String tag) {
        return elements(parent, tag).stream().map(element -> element.getTextContent().strip()).toList();
    }

    private static List<Element> elements(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
