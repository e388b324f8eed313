package syntic.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * What {@link Torch} has from the engine's start. It is a class of its own because the start is made by another thread,
 * which must not wait for {@link Torch}.
 */
record EngineStart(NDManager root, PtSymbolBlock operators) {
    static EngineStart make() {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
        Engine engine = Engine.getEngine("PyTorch");
        NDManager root = NDManager.newBaseManager(Device.cpu(), engine.getEngineName());
        return new EngineStart(root, OperatorArchive.load(root, OperatorArchive.EVERYWHERE));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
