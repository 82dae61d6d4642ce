// The S3 server of the tests: `node server.js FOLDER PORT` (0: any free one). Prints its port, and ends when its
// standard input does, so that it never outlives the tests.
'use strict';

const S3rver = require('s3rver');

const [directory, port] = process.argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: Number(port),
  silent: true,
  directory,
  // So that hosts such as eshop.s3.oss-cn-hangzhou.aliyuncs.com name a bucket, as they do at Aliyun.
  serviceEndpoint: 'aliyuncs.com',
  configureBuckets: [{ name: 'eshop' }],
});

process.stdin.resume().on('end', () => process.exit(0));
server.run().then(({ port: bound }) => process.stdout.write(`${bound}\n`));
