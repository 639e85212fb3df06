import ajvCompiler from '@fastify/ajv-compiler'
import serializerSelector from '@fastify/fast-json-stringify-compiler'
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify'

type Judge = ReturnType<FastifySchemaCompiler<unknown>>

/**
 * What judges a part of a request, made when the first request comes for it: to make all of some six hundred at the start
 * would be half of what the start takes.
 */
export const judgeWhenUsed = <Schema>(compile: FastifySchemaCompiler<Schema>): FastifySchemaCompiler<Schema> => part => {
  let judge: Judge | undefined
  const judgeLater: Judge = data => {
    judge ??= compile(part)
    const verdict = judge(data)
    judgeLater.errors = judge.errors ?? null
    return verdict
  }
  return judgeLater
}

const buildJudges = ajvCompiler()
const buildWriters = serializerSelector()

/** Fastify's own compilers, each put to work so. */
export const compileWhenUsed: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: {
    buildValidator: ((schemas, options) => judgeWhenUsed(buildJudges(schemas, options) as FastifySchemaCompiler<unknown>)) as typeof buildJudges,
    buildSerializer: (schemas, options) => {
      const compile = buildWriters(schemas, options)
      return part => {
        let write: ReturnType<typeof compile> | undefined
        return document => (write ??= compile(part))(document)
      }
    }
  }
}
