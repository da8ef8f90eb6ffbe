/** Removed variables: n8n would read them from the shell, npm or Jest. */
const NOT_INHERITED = [
	/^(N8N|DB|EXECUTIONS|QUEUE|CREDENTIALS|GENERIC|WORKFLOWS|WEBHOOK|VUE_APP)_/,
	/^(NODE_ENV|NODE_OPTIONS|NODE_PATH|NODE_V8_COVERAGE|JEST_WORKER_ID)$/,
	// npm passes its settings to scripts; they would change the behavior of a second npm.
	/^(INIT_CWD|npm_(command|lifecycle|package)_?.*|npm_config_(local_prefix|ignore_scripts|nodedir))$/i,
];

/** The environment of this program without those variables. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !NOT_INHERITED.some((rule) => rule.test(name))),
	);
}
