package syntic.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.io.UserException;

@Tag("slow")
class WorkspaceTest {
    private static final String PROPERTY = "syntic.project";

    @TempDir
    private Path folder;

    @AfterEach
    void theMiniatureAgain() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void theSameLineOpensTheMiniatureOrAProject() {
        CommandRun export = CommandRun.of("project", "export-miniature", folder, "--corpus", "plain", "--sentences", 8,
                "--photos", 4);
        assertEquals(0, export.status(), export.err());
        try (Workspace mini = Workspace.open()) {
            assertTrue(mini.isMiniature());
            assertEquals("miniature", mini.scale());
            assertTrue(mini.toString().contains("2,000 sentences to train on, 8,000 more"), mini.toString());
            System.setProperty(PROPERTY, folder.resolve("plain").toString());
            try (Workspace project = Workspace.open()) {
                assertFalse(project.isMiniature());
                assertEquals("miniature", project.scale());
                assertTrue(project.toString().contains("plain: 8 sentences to train on, 32 more to look up, photos to "
                        + "test on: [validation, test, held_out]"), project.toString());
                List<String> photos = project.photoIds("test");
                assertEquals(mini.photoIds("test").subList(0, 4), photos);
                assertArrayEquals(mini.photo(photos.get(3)).data(), project.photos(photos).get(3).data());
                assertEquals(mini.models().encoding().fingerprint(), project.models().encoding().fingerprint());
                assertEquals(mini.synthesis().config(), project.synthesis().config());
                assertTrue(project.hasPhoto(photos.get(3)) && !project.hasPhoto("nowhere"));
                assertThrows(UserException.class, project::miniature);
            }
        }
    }

    @Test
    void whatIsNoProjectIsRefused() {
        System.setProperty(PROPERTY, folder.toString());
        String said = assertThrows(UserException.class, Workspace::open).getMessage();
        assertTrue(said.contains("SYNTIC_PROJECT names " + folder + ", which is no project"), said);
    }
}
