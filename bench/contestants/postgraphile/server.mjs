// PostGraphile as its documentation sets it up: the Amber preset, Grafserv on Node's own HTTP server, one process a worker.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";

const workers = Number(process.env.WORKERS);
if (cluster.isPrimary && workers > 1) {
    for (let number = 0; number < workers; number++) cluster.fork();
    process.on("SIGTERM", () => process.exit());
} else {
    const preset = {
        extends: [PostGraphileAmberPreset],
        pgServices: [
            makePgService({
                connectionString: process.env.DATABASE_URL,
                schemas: ["peer"],
                poolConfig: { max: Number(process.env.POOL_SIZE) },
            }),
        ],
        grafserv: { graphiql: false, watch: false },
        grafast: { explain: false },
    };
    const server = createServer();
    await postgraphile(preset).createServ(grafserv).addTo(server);
    server.listen(Number(process.env.PORT), "127.0.0.1");
}
