/** Reads the component's source: values by running what is nothing but values, names and words from the syntax tree. */
import { readdir, readFile } from 'node:fs/promises';
import { Buffer } from 'node:buffer';
import { URL } from 'node:url';
import ts from 'typescript';

const OPTIONS = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };

export class Source {
  #root;

  constructor(root) {
    this.#root = root;
  }

  text(name) {
    return readFile(new URL(name, this.#root), 'utf8');
  }

  /** Every file of a folder, as one text. */
  async texts(folder) {
    const names = (await readdir(new URL(`${folder}/`, this.#root))).sort();
    return (
      await Promise.all(names.filter((n) => /\.\w+$/.test(n)).map((n) => this.text(`${folder}/${n}`)))
    ).join('\n');
  }

  /** What a module exports. It must import nothing but types, since it is run by itself. */
  async values(name) {
    const { outputText } = ts.transpileModule(await this.text(name), { compilerOptions: OPTIONS });
    return import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);
  }

  async #tree(name) {
    return ts.createSourceFile(name, await this.text(name), ts.ScriptTarget.ES2022, true);
  }

  /** The comment over each key of an object that a constant holds. */
  async commentsIn(name, constant) {
    const found = {};
    for (const statement of (await this.#tree(name)).statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name: own, initializer } of statement.declarationList.declarations) {
        if (own.getText() !== constant || !initializer || !ts.isObjectLiteralExpression(initializer))
          continue;
        for (const property of initializer.properties) found[nameIn(property)] = comment(property);
      }
    }
    return found;
  }

  /** The members of an interface: name, type and comment. */
  async membersOf(name, type) {
    const declared = (await this.#tree(name)).statements.find(
      (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === type,
    );
    if (!declared) throw new Error(`expected an interface ${type} in ${name}`);
    return declared.members.map((member) => ({
      name: nameIn(member),
      type: member.type.getText(),
      optional: Boolean(member.questionToken),
      comment: comment(member),
    }));
  }

  /** The words that a type allows, such as 'a' | 'b'. */
  async wordsOf(name, type) {
    const declared = (await this.#tree(name)).statements.find(
      (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === type,
    );
    if (!declared) throw new Error(`expected a type ${type} in ${name}`);
    return wordsIn(declared.type);
  }

  /** The public members of a class: properties with the type they give, methods with what they take and give. */
  async publicOf(name, type) {
    const declared = (await this.#tree(name)).statements.find(
      (statement) => ts.isClassDeclaration(statement) && statement.name?.text === type,
    );
    if (!declared) throw new Error(`expected a class ${type} in ${name}`);
    const setters = new Set(declared.members.filter(ts.isSetAccessor).map(nameIn));
    return declared.members
      .filter((member) => ts.isGetAccessor(member) || ts.isMethodDeclaration(member))
      .filter(({ name: own }) => !ts.isPrivateIdentifier(own))
      .map((member) => ({
        name: nameIn(member),
        kind: ts.isMethodDeclaration(member) ? 'method' : 'property',
        fixed: member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false,
        writable: setters.has(nameIn(member)),
        type: member.type?.getText() ?? '',
        words: member.type ? wordsIn(member.type) : [],
        comment: comment(member),
      }));
  }
}

function nameIn(node) {
  return ts.isStringLiteral(node.name) ? node.name.text : node.name.getText();
}

function comment(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node);
  const text = doc && ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : undefined;
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

function wordsIn(type) {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(wordsIn);
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}
