// Loaded into n8n before it starts: when the program that started it ends for any reason, the channel
// between the two closes, and n8n stops normally.
'use strict';

process.on('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
