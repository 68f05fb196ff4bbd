import { type Shell } from './shell-words.js';

/** How the completion of a shell is installed, as its script's comment and the help say it. */
export const INSTALL: Readonly<Record<Shell, string>> = {
  bash: "echo 'source <(worklink completion bash)' >> ~/.bashrc",
  zsh: "echo 'source <(worklink completion zsh)' >> ~/.zshrc",
  fish: 'worklink completion fish > ~/.config/fish/completions/worklink.fish',
};

const BASH = String.raw`_worklink() {
  local space piece answer line rest=${'$'}{COMP_LINE:0:COMP_POINT}
  local -a words
  local -i i last=-1
  COMPREPLY=()
  # Bash breaks words at = and : and @, which are parts of flags, ARNs and user names: they are put together again.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    space=${'$'}{rest%%[![:space:]]*}
    rest=${'$'}{rest#"$space"}
    piece=${'$'}{COMP_WORDS[i]}
    ((i == COMP_CWORD)) && piece=$rest
    [[ $rest == "$piece"* ]] || return 0
    rest=${'$'}{rest#"$piece"}
    if ((last < 0)) || [[ -n $space ]]; then
      last+=1
      words[last]=$piece
    else
      words[last]+=$piece
    fi
  done
  ((last > 0)) || return 0
  answer=$(worklink __complete bash "$COMP_WORDBREAKS" "$COMP_TYPE" -- "${'$'}{words[@]:1}" 2> /dev/null) || return 0
  case $answer in
    files) compopt -o default 2> /dev/null || _worklink_files -f ;;
    folders) compopt -o dirnames 2> /dev/null || _worklink_files -d ;;
    words*)
      while IFS= read -r line; do
        # What is left of the first line, which says what the others are, is empty.
        [[ -z $line ]] || COMPREPLY[${'$'}{#COMPREPLY[@]}]=$line
      done <<< "${'$'}{answer#words}"
      ;;
  esac
  return 0
}

# Bash 3.2 cannot choose while it completes.
_worklink_files() {
  local line
  while IFS= read -r line; do
    COMPREPLY[${'$'}{#COMPREPLY[@]}]=$line
  done < <(compgen "$1" -- "${'$'}{COMP_WORDS[COMP_CWORD]}")
}

complete -F _worklink worklink
`;

const ZSH = String.raw`_worklink() {
  local line value
  local -a given answer described plain
  given=("${'$'}{(@Q)words[2,CURRENT-1]}")
  answer=("${'$'}{(@f)$(worklink __complete zsh '' '' -- "${'$'}{given[@]}" "${'$'}{(Q)PREFIX}" 2> /dev/null)}")
  [[ $PREFIX == --*=* ]] && compset -P '*='
  case ${'$'}{answer[1]} in
    files) _files ;;
    folders) _files -/ ;;
    words)
      for line in "${'$'}{(@)answer[2,-1]}"; do
        value=${'$'}{line%%$'\t'*}
        value=${'$'}{value//\\/\\\\}
        value=${'$'}{value//:/\\:}
        if [[ $line == *$'\t'* ]]; then
          described+=("$value:${'$'}{line#*$'\t'}")
        else
          plain+=("$value")
        fi
      done
      (($#described + $#plain)) && _describe -V worklink described -- plain
      ;;
  esac
}

if [[ ${'$'}{funcstack[1]} == _worklink ]]; then
  _worklink "$@"
else
  (($+functions[compdef])) || { autoload -Uz compinit && compinit }
  compdef _worklink worklink
fi
`;

const FISH = String.raw`function __worklink_complete
    set -l given (commandline -opc)
    set -e given[1]
    set -l answer (worklink __complete fish '' '' -- $given (commandline -ct) 2> /dev/null)
    # A candidate is the whole word, the flag before its value too.
    set -l flag (string match -r '^--[^=]*=' -- (commandline -ct))
    set -l value (string replace -r '^--[^=]*=' '' -- (commandline -ct))
    switch "$answer[1]"
        case files
            __fish_complete_path "$value" | string replace -r '^' -- "$flag"
        case folders
            __fish_complete_directories "$value" | string replace -r '^' -- "$flag"
        case words
            set -e answer[1]
            string join \n -- $answer
    end
end

complete -c worklink -e
complete -c worklink -f -a '(__worklink_complete)'
`;

const TEXTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

/** The script that has a shell complete command lines of ours. */
export function completionScript(shell: Shell): string {
  // Zsh takes a file of its function path for a completion by its first line.
  const first = shell === 'zsh' ? '#compdef worklink\n' : '';
  return `${first}# Completion of worklink for ${shell}. To have it in every shell:\n#   ${INSTALL[shell]}\n\n${TEXTS[shell]}`;
}
