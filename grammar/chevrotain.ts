// The one module that knows which parser library this is; everything else in the room imports from here.

export {
  type CstNode,
  CstParser,
  type CustomPatternMatcherFunc,
  createToken,
  type IRecognitionException,
  type IToken,
  type ITokenConfig,
  Lexer,
  type TokenType,
} from 'chevrotain';
